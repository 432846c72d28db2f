package io.github.imagemaven.load;

import java.nio.file.Path;
import java.util.Map;

/** A JVM of its own that loads an image and is told to end meanwhile. */
final class LoadingAtTheEnd {
  private LoadingAtTheEnd() {}

  /** The folder of a {@link BuiltForDesk}, what was built there, and {@code PATH}. */
  public static void main(String[] arguments) throws Exception {
    new BuiltForDesk(Path.of(arguments[0]), false)
        .load(Path.of(arguments[1]), "end:1", LoadChoice.DOCKER, Map.of("PATH", arguments[2]));
  }
}
