package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.registry.testing.RealRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Docker's buildx gets from registries and caches, and puts there. */
class BuildxCacheTest {
  private static final String SHELL = "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n";

  @TempDir static Path engines;
  private static TestDocker containerd;

  @TempDir Path temp;
  private TestEngine engine;
  private Path out;

  @BeforeAll
  static void startEngine() throws IOException {
    containerd = TestDocker.start("docker-containerd", engines);
  }

  @AfterAll
  static void stopEngine() throws IOException {
    containerd.close();
  }

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    engine.kind = Engine.Kind.DOCKER;
    engine.network = Network.HOST; // the lab's has no other
    engine.environment.putAll(containerd.environment());
    out = engine.module.resolve("target/image");
  }

  private BuiltImage built() throws IOException {
    BuildRequest request = engine.request(out);
    return new BuiltImage(request, engine.build(request));
  }

  /** With a password for it, which is nowhere when all is done. */
  @Test
  void aBaseAndACacheInARegistry() throws IOException {
    Path temporary = Files.createDirectory(temp.resolve("temporary")); // others use the system's
    engine.environment.put("TMPDIR", temporary.toString());
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      engine.shells().write("Containerfile", SHELL);
      TestEngine.pushLayout(
          registry.host() + "/shells:1", "ann:s3cret", built().layout.directory());
      engine.write(
          "Containerfile", "FROM " + registry.host() + "/shells:1\nRUN sleep 4; echo x > /made\n");
      String repository = registry.host() + "/acme/cache";
      engine.cache = new BuildCache(repository, repository);
      assertThatThrownBy(this::built).as("without credentials").hasMessageContaining("auth");

      engine.credential = registry.host();
      BuiltImage first = built();
      containerd.ask("docker", "builder", "prune", "--all", "--force");
      final Instant begun = Instant.now();
      out = out.resolveSibling("two");
      BuiltImage second = built();
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(4));
      assertThat(second.manifest(1).layers()).isEqualTo(first.manifest(1).layers());
      assertThat(Path.of(containerd.environment().get("DOCKER_CONFIG"), "config.json"))
          .doesNotExist();
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left)
            .noneMatch(each -> each.getFileName().toString().startsWith("image-engine"));
      }
    }
  }

  @Test
  void aCacheThatIsNotThereCostsTime() throws IOException {
    engine.shells().write("Containerfile", SHELL + "RUN echo y > /made\n");
    engine.cache = new BuildCache("127.0.0.1:1/acme/steps", "127.0.0.1:1/acme/steps");
    TestRequest.Lines lines = new TestRequest.Lines();
    engine.builder(lines).build(engine.request(out), () -> {});
    assertThat(lines.warnings).filteredOn(each -> each.contains("The cache of linux/")).hasSize(2);
  }

  /** All steps are in it, and their layers are fetched as the image is written. */
  @Test
  void aDamagedCacheCostsTime() throws IOException {
    engine.shells().write("Containerfile", SHELL + "CMD [\"/bin/sh\"]\n");
    Path folder = temp.resolve("registry");
    try (RealRegistry registry = RealRegistry.start(folder)) {
      String repository = registry.host() + "/acme/steps";
      engine.cache = new BuildCache(repository, repository);
      final BuiltImage whole = built();
      containerd.ask("docker", "builder", "prune", "--all", "--force");
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.filter(file -> file.toFile().length() > 100_000).toList()) {
          Files.write(each, new byte[1000]);
        }
      }
      engine.cache = new BuildCache(repository, null);
      out = out.resolveSibling("two");
      TestRequest.Lines lines = new TestRequest.Lines();
      BuildRequest request = engine.request(out);
      BuildRecord record = engine.builder(lines).build(request, () -> {});
      assertThat(new BuiltImage(request, record).manifest(1).layers())
          .hasSameSizeAs(whole.manifest(1).layers());
      assertThat(lines.warnings)
          .hasSize(2)
          .allMatch(each -> each.contains("cannot be used, and it is built without: "));
    }
  }

  /** That there is none yet is no trouble. */
  @Test
  void aCacheThatCannotBeReadIsSaid() throws IOException {
    engine.shells().write("Containerfile", SHELL + "CMD [\"/bin/sh\"]\n");
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      engine.cache = new BuildCache(registry.host() + "/acme/steps", null);
      TestRequest.Lines lines = new TestRequest.Lines();
      engine.builder(lines).build(engine.request(out), () -> {});
      assertThat(lines.warnings)
          .hasSize(2)
          .allMatch(each -> each.contains("(image.cacheFrom) was not read: "))
          .allMatch(each -> each.contains("401 Unauthorized"));
      engine.credential = registry.host();
      lines.warnings.clear();
      engine.builder(lines).build(engine.request(out), () -> {});
      assertThat(lines.warnings).isEmpty();
    }
  }

  /** GitHub gives them to actions alone, and buildx says nothing. */
  @Test
  void theCacheOfGitHubWithoutItsToken() throws IOException {
    engine.shells().write("Containerfile", SHELL + "CMD [\"/bin/sh\"]\n");
    engine.cache = new BuildCache("type=gha,scope={platform}", "type=gha,scope={platform}");
    TestRequest.Lines lines = new TestRequest.Lines();
    engine.builder(lines).build(engine.request(out), () -> {});
    assertThat(lines.warnings).as("nobody expects it on a desk").isEmpty();
    engine.environment.put("GITHUB_ACTIONS", "true");
    engine.builder(lines).build(engine.request(out), () -> {});
    assertThat(lines.warnings)
        .singleElement()
        .asString()
        .contains("'type=gha,scope={platform}' is left out by docker buildx 0.")
        .contains("ACTIONS_RUNTIME_TOKEN", "ghaction-github-runtime");
  }

  /** A service that refuses what it is asked for costs time. */
  @Test
  void theCacheOfGitHubIsAskedWithItsToken() throws IOException {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"ac\":\"[]\",\"nbf\":1,\"exp\":9999999999}";
    String token =
        base64.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8))
            + "."
            + base64.encodeToString(claims.getBytes(UTF_8))
            + ".eHh4";
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    service.createContext(
        "/",
        exchange -> {
          asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    service.start();
    try {
      engine.environment.put("GITHUB_ACTIONS", "true");
      engine.environment.put("ACTIONS_RUNTIME_TOKEN", token);
      engine.environment.put(
          "ACTIONS_CACHE_URL", "http://127.0.0.1:" + service.getAddress().getPort() + "/");
      engine.shells().write("Containerfile", SHELL + "CMD [\"/bin/sh\"]\n");
      engine.cache = new BuildCache(null, "type=gha,scope={platform},mode=max");
      TestRequest.Lines lines = new TestRequest.Lines();
      engine.builder(lines).build(engine.request(out), () -> {});
      assertThat(asked).isNotEmpty().allMatch(each -> each.contains(token));
      assertThat(lines.warnings)
          .hasSize(2)
          .allMatch(each -> each.contains("cannot be used, and it is built without: "));
    } finally {
      service.stop(0);
    }
  }

  @Test
  void aCacheThatMayNotBeWrittenCostsTime() throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      engine.shells().write("Containerfile", SHELL + "RUN echo z > /made\n");
      engine.cache = new BuildCache(null, registry.host() + "/acme/kept");
      TestRequest.Lines lines = new TestRequest.Lines();
      engine.builder(lines).build(engine.request(out), () -> {});
      assertThat(lines.warnings)
          .filteredOn(each -> each.contains("The cache of linux/") && each.contains("401"))
          .hasSize(2);
    }
  }

  /** BuildKit says that it could not compute a cache's key, which is no cache of ours. */
  @Test
  void aFileThatIsMissingIsNotTheCaches() throws IOException {
    engine.write("Containerfile", "FROM scratch\nCOPY missing /x\n");
    engine.cache = new BuildCache("127.0.0.1:1/acme/cache", null);
    TestRequest.Lines lines = new TestRequest.Lines();
    assertThatThrownBy(() -> engine.builder(lines).build(engine.request(out), () -> {}))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("missing");
    assertThat(lines.warnings).noneMatch(each -> each.contains("The cache of linux/"));
  }
}
