package io.github.imagemaven.credentials;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where credential helpers are found and how they are run.
 *
 * @param environment the variables they get; {@code PATH} says where they are
 * @param limit how long one may take to answer
 */
record HelperPrograms(Map<String, String> environment, Duration limit) {
  /** A helper that has not answered by then hangs, mostly for somebody to type a password. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  HelperPrograms {
    environment = Map.copyOf(environment);
  }

  static String nameOf(String helper) {
    return "docker-credential-" + helper;
  }

  /**
   * A helper that somebody named.
   *
   * @param namedBy the file that names it, for the message
   * @throws CredentialException where it is not installed
   */
  CredentialHelper required(String helper, String namedBy) {
    if (!NAME.matcher(helper).matches()) {
      throw new CredentialException(
          namedBy
              + " names the credential helper \""
              + helper
              + "\". Expected the end of a program's name, such as ecr-login for"
              + " docker-credential-ecr-login.",
          null);
    }
    CredentialHelper found = find(helper);
    if (found == null) {
      throw new CredentialException(
          namedBy
              + " names the credential helper "
              + nameOf(helper)
              + ", which is not in PATH. Install it, or remove "
              + helper
              + " from the file and log in again.",
          null);
    }
    return found;
  }

  /** A helper that is used where it is installed, null where it is not. */
  @Nullable CredentialHelper find(String helper) {
    Path program = InstalledProgram.find(nameOf(helper), environment);
    return program == null ? null : new CredentialHelper(program, environment, limit);
  }
}
