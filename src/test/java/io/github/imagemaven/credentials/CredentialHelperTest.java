package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the helpers are shell scripts")
class CredentialHelperTest {
  @TempDir Path temp;
  private ScriptedHelpers scripts;

  @BeforeEach
  void folder() throws IOException {
    scripts = new ScriptedHelpers(temp);
  }

  @Test
  void answersForTheHostItIsAskedFor() throws IOException {
    scripts.knowing("store", "ghcr.io", "me", "s3cret");

    assertThat(scripts.helper("store").get("ghcr.io"))
        .isEqualTo(new Credential.Basic("me", "s3cret"));
    assertThat(scripts.helper("store").get("quay.io")).isNull();
  }

  @Test
  void knowsDockerHubByTheNameDockerGaveIt() throws IOException {
    scripts.knowing("store", "https://index.docker.io/v1/", "me", "s3cret");

    assertThat(scripts.helper("store").get("docker.io"))
        .isEqualTo(new Credential.Basic("me", "s3cret"));
  }

  @Test
  void theUserNameTokenMeansAnIdentityToken() throws IOException {
    scripts.knowing("store", "acme.azurecr.io", "<token>", "refresh");

    assertThat(scripts.helper("store").get("acme.azurecr.io"))
        .isEqualTo(new Credential.IdentityToken("refresh"));
  }

  @Test
  void anEmptySecretIsNone() throws IOException {
    scripts.with("store", "echo '{\"ServerURL\":\"\",\"Username\":\"\",\"Secret\":\"\"}'");

    assertThat(scripts.helper("store").get("ghcr.io")).isNull();
  }

  @Test
  void getsTheEnvironmentOfTheRunAndNothingElse() throws IOException {
    scripts.with(
        "store", "echo \"{\\\"Username\\\":\\\"$NAME\\\",\\\"Secret\\\":\\\"x$HOME\\\"}\"");

    CredentialHelper helper =
        new HelperPrograms(scripts.environment("NAME", "robot"), HelperPrograms.LIMIT)
            .required("store", "the test");

    assertThat(helper.get("ghcr.io")).isEqualTo(new Credential.Basic("robot", "x"));
  }

  @Test
  void oneThatHangsIsGivenUpAndStopped() throws Exception {
    Path pid = temp.resolve("pid");
    scripts.with("store", "echo $$ > " + pid + "\nsleep 600");

    assertThatThrownBy(() -> scripts.helper("store", Duration.ofMillis(300)).get("ghcr.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("ghcr.io")
        .hasMessageContaining("docker-credential-store")
        .hasMessageContaining("within 0.3 s");
    if (Files.exists(pid)) { // a very busy machine may not have come to that line
      assertGone(pid);
    }
  }

  @Test
  void anInterruptStopsItWithAllItStarted() throws Exception {
    Path parent = temp.resolve("parent");
    Path child = temp.resolve("child");
    scripts.with(
        "store",
        "sh -c 'echo $$ > %s.new; mv %s.new %s; sleep 600; :' &\n".formatted(child, child, child)
            + "echo $$ > %s.new; mv %s.new %s; wait".formatted(parent, parent, parent));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                scripts.helper("store").get("ghcr.io");
              } catch (EnvironmentException e) {
                thrown.set(e);
              }
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    while (!Files.exists(parent) || !Files.exists(child)) {
      Thread.onSpinWait();
    }

    thread.interrupt();

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(thrown.get()).hasMessageContaining("Interrupted").hasMessageContaining("ghcr.io");
    assertGone(parent);
    assertGone(child);
  }

  @Test
  void aProcessItLeavesBehindIsNeitherWaitedForNorStopped() throws Exception {
    Path pid = temp.resolve("pid");
    scripts.with(
        "store",
        "sleep 600 & echo $! > " + pid + "\necho '{\"Username\":\"me\",\"Secret\":\"s3cret\"}'");

    assertThat(scripts.helper("store").get("ghcr.io"))
        .isEqualTo(new Credential.Basic("me", "s3cret"));

    ProcessHandle agent = ProcessHandle.of(number(pid)).orElseThrow();
    assertThat(agent.isAlive()).isTrue();
    agent.destroyForcibly();
  }

  @Test
  void muchOnStandardErrorDoesNotHoldItUp() throws IOException {
    scripts.with(
        "store",
        "head -c 1000000 /dev/zero | tr '\\0' 'x' >&2\n"
            + "echo '{\"Username\":\"me\",\"Secret\":\"s3cret\"}'");

    assertThat(scripts.helper("store").get("ghcr.io"))
        .isEqualTo(new Credential.Basic("me", "s3cret"));
  }

  @Test
  void aLongAnswerIsReadToItsEnd() throws IOException {
    scripts.with(
        "store",
        "printf '{\"Username\":\"me\",\"Secret\":\"'\nhead -c 60000 /dev/zero | tr '\\0' 'x'\n"
            + "printf '\"}'");

    for (int round = 0; round < 20; round++) {
      assertThat(scripts.helper("store").get("ghcr.io"))
          .isEqualTo(new Credential.Basic("me", "x".repeat(60000)));
    }
  }

  @Test
  void anEndlessAnswerIsRefused() throws IOException {
    scripts.with("store", "exec cat /dev/zero");

    assertThatThrownBy(() -> scripts.helper("store").get("ghcr.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void sayWhatItSaidWhenItFails() throws IOException {
    scripts.with("store", "echo 'session expired, run acme login' >&2\nexit 3");

    assertThatThrownBy(() -> scripts.helper("store").get("ghcr.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("session expired, run acme login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '{\"Username\":\"me\",\"Secret\":\"hunter2\"}'; exit 1",
        "echo '{\"Username\":\"me\",\"Secret\":\"hunter2\"}' >&2; exit 1",
        "echo 'password=hunter2' >&2; exit 1",
        "echo 'GET https://me:hunter2@ghcr.io/v2/ failed' >&2; exit 1",
        "echo '{\"Username\":\"me\",\"Secret\":hunter2}'",
        "echo '{\"Username\":\"\",\"Secret\":\"hunter2\"}'",
        "echo '[\"hunter2\"]'",
        "echo hunter2",
      })
  void neverRepeatsASecret(String body) throws IOException {
    scripts.with("store", body);

    assertThatThrownBy(() -> scripts.helper("store").get("ghcr.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("ghcr.io")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("hunter2"));
  }

  @Test
  void oneThatDoesNotReadItsInputIsJudgedByItsAnswer() throws IOException {
    scripts.with("store", "exit 0");
    Path program = temp.resolve("bin/docker-credential-store");
    Files.writeString(program, "#!/bin/sh\necho '{\"Username\":\"me\",\"Secret\":\"s3cret\"}'\n");

    assertThat(scripts.helper("store").get("ghcr.io"))
        .isEqualTo(new Credential.Basic("me", "s3cret"));
  }

  @Test
  void aFileThatIsNoProgramIsAFailureOfTheHelper() throws IOException {
    scripts.with("store", "");
    Files.writeString(temp.resolve("bin/docker-credential-store"), "#!/no/such/interpreter\n");

    assertThatThrownBy(() -> scripts.helper("store").get("ghcr.io"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void relativeFoldersOfPathAreNotSearched() throws IOException {
    scripts.with("store", "exit 0");
    Path here = Path.of("").toAbsolutePath();
    String relative = here.relativize(temp.resolve("bin").toAbsolutePath()).toString();

    HelperPrograms programs =
        new HelperPrograms(java.util.Map.of("PATH", relative + "::."), HelperPrograms.LIMIT);

    assertThat(programs.find("store")).isNull();
  }

  private static void assertGone(Path pidFile) throws Exception {
    ProcessHandle.of(number(pidFile))
        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
  }

  private static long number(Path pidFile) throws IOException {
    return Long.parseLong(Files.readString(pidFile).strip());
  }

  private static String stackTrace(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
