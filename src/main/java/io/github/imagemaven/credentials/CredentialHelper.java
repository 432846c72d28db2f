package io.github.imagemaven.credentials;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An installed program {@code docker-credential-NAME}, asked by the protocol of <a
 * href="https://github.com/docker/docker-credential-helpers#development">docker-credential-helpers</a>:
 * the argument {@code get}, the host on standard input, on standard output an object with {@code
 * Username} and {@code Secret}, or a sentence and an exit code other than 0.
 */
final class CredentialHelper {
  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** The user name that says: the secret is an identity token. */
  private static final String TOKEN = "<token>";

  private final Path program;
  private final Map<String, String> environment;
  private final Duration limit;

  CredentialHelper(Path program, Map<String, String> environment, Duration limit) {
    this.program = program;
    this.environment = environment;
    this.limit = limit;
  }

  /** What a user name and a secret amount to. */
  static Credential credential(String username, String secret) {
    return username.equals(TOKEN)
        ? new Credential.IdentityToken(secret)
        : new Credential.Basic(username, secret);
  }

  /**
   * Asks for the credential of a host.
   *
   * @return null where the helper has none
   * @throws CredentialException where it fails, hangs, or answers something else
   * @throws EnvironmentException where the thread was interrupted
   */
  @Nullable Credential get(String host) {
    ProgramRun run = run(host);
    if (run.exitCode() == 0) {
      return read(run, host);
    }
    String words = run.output() + "\n" + run.errors();
    if (words.contains(NOT_FOUND)) {
      return null;
    }
    throw failure(
        host,
        "it ended with exit code "
            + run.exitCode()
            + HelperWords.quoted(words)
            + ". Log in again, or correct its set-up");
  }

  private ProgramRun run(String host) {
    try {
      return ProgramRun.of(
          List.of(program.toString(), "get"), environment, RegistryKey.spokenToDocker(host), limit);
    } catch (TimeoutException e) {
      throw failure(
          host,
          "it has not answered within "
              + seconds()
              + " s and was stopped. It may be waiting for a password to be typed: unlock its"
              + " store, or log in without it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException(
          "Interrupted while " + name() + " was asked for the credentials of " + host, e);
    } catch (IOException e) {
      throw failure(host, "it cannot be used: " + e.getMessage());
    }
  }

  private @Nullable Credential read(ProgramRun run, String host) {
    ObjectNode answer;
    try {
      answer = SecretJson.parse(run.output().getBytes(StandardCharsets.UTF_8));
    } catch (SecretJson.MalformedException e) {
      throw failure(host, "its answer " + e.getMessage());
    }
    String username = answer.path("Username").asText("");
    String secret = answer.path("Secret").asText("");
    if (secret.isEmpty()) {
      return null;
    }
    if (username.isEmpty()) {
      throw failure(host, "its answer has a Secret and no Username");
    }
    return credential(username, secret);
  }

  private CredentialException failure(String host, String what) {
    return new CredentialException(
        "Credentials for " + host + " cannot be had from " + program + ": " + what + ".", null);
  }

  private String seconds() {
    return limit.toMillis() % 1000 == 0
        ? String.valueOf(limit.toSeconds())
        : String.valueOf(limit.toMillis() / 1000.0);
  }

  /** The program's name, without the folder. */
  String name() {
    return String.valueOf(program.getFileName());
  }
}
