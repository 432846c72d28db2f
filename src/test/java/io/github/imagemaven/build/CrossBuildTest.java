package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.EngineException;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage that runs on this machine and makes something for another, as cross compilers do. */
class CrossBuildTest {
  /** Only amd64 has this folder. */
  private static final String SEE =
      "RUN if [ -e /lib64 ]; then echo amd64 > /x; else echo arm64 > /x; fi\n";

  @TempDir Path temp;
  private TestEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
  }

  private void useNewerEngine() throws IOException {
    Peers.require("mmdebstrap");
    String newer = TestEngine.run(new ProcessBuilder("src/lab/newer-buildah")).strip();
    engine.environment.merge("PATH", newer, (path, first) -> first + ":" + path);
  }

  private BuiltImage built(String file) throws IOException {
    engine.write("Containerfile", file);
    BuildRequest request = engine.request(engine.module.resolve("target/image"));
    return new BuiltImage(request, engine.build(request));
  }

  /** buildah 1.39 took the machine's platform there, and the image said it was of the other. */
  @ParameterizedTest
  @CsvSource({"BUILDAH, true", "PODMAN, true", "BUILDAH, false"})
  void aBaseAfterIt(Engine.Kind kind, boolean isNewer) throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      String shells = registry.host() + "/shells:1";
      engine.pushShells(shells);
      engine.emptyStorage();
      if (isNewer) {
        useNewerEngine();
      }
      engine.kind = kind;
      String first = "FROM --platform=linux/amd64 " + shells + " AS build\nRUN echo made > /made\n";
      assertThatThrownBy(() -> built(first + "FROM " + shells + "\n" + SEE))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("the image of line 3")
          .hasMessageContaining("FROM --platform=$TARGETPLATFORM");

      BuiltImage image =
          built(
              first
                  + "FROM --platform=$TARGETPLATFORM "
                  + shells
                  + "\nCOPY --from=build /made /made\n"
                  + SEE);
      assertThat(image.last(0, "/x")).isEqualTo("amd64\n");
      assertThat(image.last(1, "/x")).isEqualTo("arm64\n");
    }
  }

  /** An image by a name that stands for one platform alone, as {@code only:1}. */
  private String pushOnlyAmd64(RealRegistry registry) throws IOException {
    engine.pushShells(registry.host() + "/shells:1");
    String only = registry.host() + "/only:1";
    TestEngine.run(
        new ProcessBuilder(
            "skopeo",
            "copy",
            "--override-arch=amd64",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            "docker://" + registry.host() + "/shells:1",
            "docker://" + only));
    engine.emptyStorage();
    return only;
  }

  /** buildah 1.39 warns, goes on, and the image says it is of the platform that was asked for. */
  @ParameterizedTest
  @CsvSource({"BUILDAH, true", "PODMAN, true", "BUILDAH, false", "PODMAN, false"})
  void aBaseThatIsOfAnotherPlatform(Engine.Kind kind, boolean isNewer) throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      String only = pushOnlyAmd64(registry);
      if (isNewer) {
        useNewerEngine();
      }
      engine.kind = kind;
      String base = "FROM " + only + "\nENV A=b\n";
      // once more with all of it in the engine's storage
      for (String rest : List.of("", "", "FROM scratch\nCOPY --from=0 /bin /bin\n")) {
        assertThatThrownBy(() -> built(base + rest))
            .isInstanceOf(PlatformBuildException.class)
            .hasMessageContaining("was built for linux/arm64, and the engine took")
            .hasMessageContaining("a base has nothing for linux/arm64");
      }
    }
  }
}
