package io.github.imagemaven.build;

import java.nio.file.Path;

/** A JVM of its own that builds a Containerfile and is told to end meanwhile. */
final class EngineAtTheEnd {
  private EngineAtTheEnd() {}

  /** The folder of a {@link TestEngine} whose module is written. */
  public static void main(String[] arguments) throws Exception {
    TestEngine engine = new TestEngine(Path.of(arguments[0]));
    engine.build(engine.request(Path.of(arguments[1])));
  }
}
