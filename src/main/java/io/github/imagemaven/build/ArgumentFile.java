package io.github.imagemaven.build;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The argument file that gives {@code java} its class path in exact order, however long it is.
 *
 * <p>Source: <a
 * href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html#java-command-line-argument-files">the
 * java command, argument files</a>; read by Java 9 and later.
 */
final class ArgumentFile {
  /** Its name below the application's root. */
  static final String NAME = "classpath.args";

  /** The first release whose launcher reads one. */
  static final int SINCE = 9;

  private ArgumentFile() {}

  /** The bytes: {@code -cp} and the quoted class path. */
  static byte[] of(List<String> classPath) {
    return ("-cp\n" + quote(String.join(":", classPath)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** In quotes white space and {@code #} stand for themselves, and a backslash begins an escape. */
  static String quote(String argument) {
    return "\""
        + argument
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + "\"";
  }
}
