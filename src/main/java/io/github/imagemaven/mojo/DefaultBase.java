package io.github.imagemaven.mojo;

import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.JavaApplication.Packaging;
import java.util.stream.IntStream;

/**
 * The base of a module that names none: a Java runtime that is at least as new as the module's
 * classes, of a release with long-term support, since those are the ones that keep being patched.
 */
final class DefaultBase {
  private static final int[] LONG_TERM = {8, 11, 17, 21, 25};

  private DefaultBase() {}

  /** {@code eclipse-temurin:21-jre}; for a war {@code jetty:12-jre21}. */
  static String of(JavaApplication application) {
    int release =
        IntStream.of(LONG_TERM)
            .filter(longTerm -> longTerm >= application.javaRelease())
            .findFirst()
            .orElse(application.javaRelease());
    return application.packaging() == Packaging.WAR
        ? "jetty:12-jre" + Math.max(17, release)
        : "eclipse-temurin:" + release + "-jre";
  }
}
