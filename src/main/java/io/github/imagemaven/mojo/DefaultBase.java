package io.github.imagemaven.mojo;

import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.JavaApplication.Packaging;
import io.github.imagemaven.oci.Reference;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The base of a module that names none: a Java runtime that is at least as new as the module's
 * classes, of a release with long-term support, since those are the ones that keep being patched.
 */
final class DefaultBase {
  private static final int[] LONG_TERM = {8, 11, 17, 21, 25};

  /**
   * Jetty's images since version 12 leave it to their user which servlet environment there is; with
   * none nothing is deployed. Source: the README of <a
   * href="https://github.com/jetty/jetty.docker">jetty.docker</a>, migration guide.
   */
  private static final List<String> JETTY_ARGS =
      List.of("--module=ee10-deploy,ee10-jsp,ee10-jstl,ee10-websocket-jakarta");

  private DefaultBase() {}

  /** The default arguments that the default base needs; null where it needs none. */
  static @Nullable List<String> args(JavaApplication application) {
    return application.packaging() == Packaging.WAR ? JETTY_ARGS : null;
  }

  /** The same with its registry, as a reference is written out. */
  static String qualified(JavaApplication application) {
    return Reference.parse(of(application)).toString();
  }

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
