package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs that judge what we write and share no code with us. */
final class Peers {
  private Peers() {}

  /** Skips the test where the program is missing; fails it where peers are required. */
  static void require(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    missing(program);
  }

  /** Skips the test, or fails it where peers are required. */
  static void missing(String what) {
    if ("true".equals(System.getenv("IMAGE_REQUIRE_PEERS"))) {
      fail(what + " is required and not installed");
    }
    Assumptions.abort(what + " is not installed");
  }
}
