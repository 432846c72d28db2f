package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import java.nio.file.Path;

/** A JVM of its own that builds a Containerfile and is told to end meanwhile. */
final class EngineAtTheEnd {
  private EngineAtTheEnd() {}

  /**
   * The folder of a {@link TestEngine} whose module is written, where the image goes, and for
   * Docker its socket and configuration.
   */
  public static void main(String[] arguments) throws Exception {
    TestEngine engine = new TestEngine(Path.of(arguments[0]));
    if (arguments.length > 2) {
      engine.kind = Engine.Kind.DOCKER;
      engine.network = EngineOptions.Network.HOST;
      engine.environment.put("DOCKER_HOST", arguments[2]);
      engine.environment.put("DOCKER_CONFIG", arguments[3]);
    }
    engine.build(engine.request(Path.of(arguments[1])));
  }
}
