package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.credentials.InstalledProgram;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What settings make of a real buildah and podman: networks, time limits, caches. */
class EngineSettingsTest {
  private static final String SHELL = "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n";

  @TempDir Path temp;
  private TestEngine engine;
  private Path out;

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    engine.platforms = "linux/amd64";
    out = engine.module.resolve("target/image");
  }

  private BuiltImage built() throws IOException {
    BuildRequest request = engine.request(out);
    return new BuiltImage(request, engine.build(request));
  }

  /**
   * A step sees the machine's interfaces or its own; {@code lo} alone is there without a network.
   */
  @Test
  void theNetworkOfSteps() throws IOException {
    engine.environment.remove("BUILDAH_ISOLATION");
    // Where cgroups are of both versions, crun gives up; runc does not.
    Path runc = InstalledProgram.find("runc", engine.environment);
    engine.environment.put("BUILDAH_RUNTIME", String.valueOf(runc));
    String steps = "RUN while read a b; do echo $a; done < /proc/net/dev > /interfaces\n";
    engine.shells().write("Containerfile", SHELL + steps);
    engine.network = Network.NONE;
    String none = built().last(0, "/interfaces");
    engine.write("Containerfile", SHELL + "ENV A=another\n" + steps);
    engine.network = Network.HOST;
    String host = built().last(0, "/interfaces");

    assertThat(none.lines().filter(each -> each.endsWith(":"))).containsExactly("lo:");
    assertThat(host.lines().filter(each -> each.endsWith(":")).count()).isGreaterThan(1);
  }

  @Test
  void anEngineThatTakesTooLongIsStopped() throws IOException {
    engine.platforms = "linux/amd64,linux/arm64";
    engine.shells().write("Containerfile", SHELL + "RUN echo waiting; sleep 307.25\n");
    engine.limit = Duration.ofSeconds(4);
    Instant begun = Instant.now();
    assertThatThrownBy(() -> engine.build(engine.request(out)))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.BUILD))
        .hasMessageContaining(
            "was stopped after image.buildTimeout, 4s in STEP 4/4: RUN echo waiting")
        .hasMessageContaining("\n  waiting");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(12));
    assertThat(TestEngine.running("sleep 307.25")).isEmpty();
    assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
    assertThat(out.resolve("engine")).doesNotExist();
    assertThat(engine.ask("containers", "--quiet")).isBlank();
  }

  /** On an empty machine the second build takes at most half of the first, and makes the same. */
  @Test
  void aCacheInARegistry() throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      useCache(registry);
      TestRequest.Lines lines = new TestRequest.Lines();
      Instant begun = Instant.now();
      BuildRecord first = engine.builder(lines).build(engine.request(out), () -> {});
      Duration took = Duration.between(begun, Instant.now());
      engine.emptyStorage();
      begun = Instant.now();
      BuildRecord second =
          engine.builder(lines).build(engine.request(out.resolveSibling("two")), () -> {});
      Duration again = Duration.between(begun, Instant.now());

      assertThat(second.requireIndex()).isEqualTo(first.requireIndex());
      assertThat(Files.readString(out.resolveSibling("two/linux-arm64.log")))
          .contains("Cache pulled from remote");
      assertThat(again).isLessThan(took.dividedBy(2));
    }
  }

  @Test
  void aDamagedCacheCostsTime() throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      useCache(registry);
      List<Path> before = blobs();
      final BuiltImage first = built();
      List<Path> cached = blobs();
      cached.removeAll(before);
      assertThat(cached).isNotEmpty();
      for (Path each : cached) {
        Files.writeString(each, "damaged");
      }
      engine.emptyStorage();
      out = out.resolveSibling("two");
      BuiltImage second = built();

      for (int i = 0; i < 2; i++) {
        assertThat(second.config(i)).isEqualTo(first.config(i));
        assertThat(second.manifest(i).layers()).isEqualTo(first.manifest(i).layers());
      }
      assertThat(Files.readString(out.resolve("linux-arm64.log")))
          .doesNotContain("Cache pulled from remote");
    }
  }

  private void useNewerEngine() throws IOException {
    Peers.require("mmdebstrap");
    String newer = TestEngine.run(new ProcessBuilder("src/lab/newer-buildah")).strip();
    engine.environment.merge("PATH", newer, (path, first) -> first + ":" + path);
  }

  /** What old ones call so, newer ones take for never. */
  @ParameterizedTest
  @CsvSource({"BUILDAH, false", "BUILDAH, true", "PODMAN, false", "PODMAN, true"})
  void aBaseThatIsMissingIsAskedFor(Engine.Kind kind, boolean isNewer) throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      engine.pushShells(registry.host() + "/shells:1");
      engine.emptyStorage();
      if (isNewer) {
        useNewerEngine();
      }
      engine.kind = kind;
      engine.pull = EngineOptions.Pull.MISSING;
      engine.write("Containerfile", "FROM " + registry.host() + "/shells:1\nENV A=b\n");
      assertThat(built().manifest(0).layers()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUILDAH", "PODMAN"})
  void aHereDocument(Engine.Kind kind) throws IOException {
    useNewerEngine();
    engine.kind = kind;
    engine
        .shells()
        .write("Containerfile", SHELL + "RUN <<EOF\necho one > /a\necho two >> /a\nEOF\n");
    assertThat(built().last(0, "/a")).isEqualTo("one\ntwo\n");
  }

  /** What is remembered of an engine's last image may be damaged like everything in target. */
  @Test
  void aDamagedMemoryCostsTime() throws IOException {
    engine.write("Containerfile", "FROM scratch\nCOPY Containerfile /\n");
    engine.timestamp = Instant.parse("2026-01-02T03:04:05Z");
    BuiltImage first = built();
    Path memory = out.resolve("engine-linux-amd64");
    for (String damaged : List.of("{", "{}", "")) {
      assertThat(memory.resolve("manifest.json")).exists();
      Files.writeString(memory.resolve("manifest.json"), damaged);
      assertThat(built().manifest(0).layers()).isEqualTo(first.manifest(0).layers());
    }
    Files.delete(memory.resolve("manifest.json"));
    assertThat(built().manifest(0).layers()).isEqualTo(first.manifest(0).layers());
  }

  private List<Path> blobs() throws IOException {
    Path folder = temp.resolve("registry/data/docker/registry/v2/blobs");
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void aCacheThatIsNotThereCostsTime() throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      useCache(registry);
      engine.cache = new BuildCache("127.0.0.1:1/acme/cache", "127.0.0.1:1/acme/cache");
      TestRequest.Lines lines = new TestRequest.Lines();
      engine.builder(lines).build(engine.request(out), () -> {});

      assertThat(lines.warnings)
          .filteredOn(each -> each.contains("cache"))
          .hasSize(2)
          .allMatch(
              each -> each.matches("The cache of linux/\\S+ .*cannot be used.*failed pushing.*"));
    }
  }

  /** A step that fails is not done again because there is a cache. */
  @Test
  void aStepThatFailsFailsOnce() throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"))) {
      useCache(registry);
      engine.write(
          "Containerfile", "FROM " + registry.host() + "/shells:1\nRUN echo no cache; exit 3\n");
      assertThatThrownBy(() -> engine.build(engine.request(out)))
          .isInstanceOf(PlatformBuildException.class)
          .hasMessageContaining("exit code");
      for (String platform : List.of("linux-amd64", "linux-arm64")) {
        assertThat(Files.readString(out.resolve(platform + ".log")).split("STEP 2/2")).hasSize(2);
      }
    }
  }

  private void useCache(RealRegistry registry) throws IOException {
    engine.platforms = "linux/amd64,linux/arm64";
    engine.timestamp = Instant.parse("2026-01-02T03:04:05Z");
    engine.pushShells(registry.host() + "/shells:1");
    engine.write(
        "Containerfile", "FROM " + registry.host() + "/shells:1\nRUN sleep 5; echo x > /made\n");
    String repository = registry.host() + "/acme/cache";
    engine.cache = new BuildCache(repository, repository);
  }
}
