package io.github.imagemaven.build.engine;

import java.io.IOException;
import java.nio.file.Path;

/** For tests: another process of this machine. */
final class TestJvm {
  private TestJvm() {}

  /** Starts one; what it prints is for the test, what goes wrong in it for who reads its log. */
  static Process start(Class<?> main, Path argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            argument.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
