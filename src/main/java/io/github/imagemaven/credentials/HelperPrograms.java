package io.github.imagemaven.credentials;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final List<String> SUFFIXES =
      WINDOWS ? List.of(".exe", ".cmd", ".bat") : List.of("");

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
    for (String folder : path().split(Pattern.quote(File.pathSeparator), -1)) {
      for (String suffix : SUFFIXES) {
        Path program = program(folder, nameOf(helper) + suffix);
        if (program != null) {
          return new CredentialHelper(program, environment, limit);
        }
      }
    }
    return null;
  }

  /** Relative folders are passed over: a checked out project must not bring its own helper. */
  private static @Nullable Path program(String folder, String file) {
    try {
      Path program = Path.of(folder).resolve(file);
      boolean usable =
          program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program);
      return usable ? program : null;
    } catch (InvalidPathException e) {
      return null; // as the system does with an entry of PATH that is no path
    }
  }

  /** Windows calls it {@code Path}. */
  private String path() {
    return environment.entrySet().stream()
        .filter(e -> WINDOWS ? e.getKey().equalsIgnoreCase("PATH") : e.getKey().equals("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
