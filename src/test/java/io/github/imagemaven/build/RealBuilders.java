package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.EngineOptions.Secret.InVariable;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Containerfiles built by builders of {@code docker buildx create}, with a real BuildKit: what
 * {@code docker/setup-buildx-action} makes on GitHub, and a distant one. Run by {@code
 * src/lab/soak/builders}, since that BuildKit takes minutes to make.
 */
class RealBuilders {
  private static final String STEPS =
      """
      ARG GREETING
      RUN --mount=type=secret,id=one read a < /run/secrets/one; \\
        echo $GREETING $TARGETARCH ${#a} > /said
      """;

  @TempDir static Path engines;
  private static TestBuilders builders;

  @TempDir Path temp;
  private TestEngine engine;
  private Path out;

  @BeforeAll
  static void startEngine() throws IOException {
    builders = TestBuilders.start(engines);
  }

  @AfterAll
  static void stopEngine() throws IOException {
    builders.close();
  }

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    engine.kind = Engine.Kind.DOCKER;
    engine.environment.putAll(builders.environment());
    out = engine.module.resolve("target/image");
  }

  private BuiltImage built() throws IOException {
    BuildRequest request = engine.request(out);
    return new BuiltImage(request, engine.build(request));
  }

  private String said(String platform) throws IOException {
    return Files.readString(out.resolve(platform + ".log"));
  }

  /** Two builders that have nothing yet make one digest of a base that wants a password. */
  @ParameterizedTest
  @ValueSource(strings = {"docker-container", "remote"})
  void twoStagesOfTwoPlatforms(String driver) throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      builders.create(driver);
      engine.shells().write("Containerfile", "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n");
      String base = registry.host() + "/shells:1";
      TestEngine.pushLayout(base, "ann:s3cret", built().layout.directory());

      engine.write(
          "Containerfile",
          "FROM "
              + base
              + " AS first\nARG TARGETARCH\n"
              + STEPS
              + "FROM "
              + base
              + "\nCOPY --from=first /said /copied\nRUN <<EOF\necho two > /two\n"
              + "EOF\nHEALTHCHECK --interval=7s CMD [\"/check\"]\n");
      engine.credential = registry.host();
      engine.buildArgs.put("GREETING", "good day");
      engine.secrets.put("one", new InVariable("TOKEN"));
      engine.environment.put("TOKEN", "s3cret");
      engine.timestamp = Instant.parse("2026-01-02T03:04:05Z");
      final BuiltImage one = built();
      builders.create(driver);
      out = out.resolveSibling("two");
      final BuiltImage two = built();

      assertThat(said("linux-amd64")).contains("/two").doesNotContain("CACHED");
      assertThat(two.record.requireIndex()).isEqualTo(one.record.requireIndex());
      for (int i = 0; i < 2; i++) {
        String architecture = i == 0 ? "amd64" : "arm64";
        assertThat(one.manifest(i).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
        assertThat(one.manifest(i).layers()).hasSize(3);
        assertThat(one.config(i).path("architecture").asText()).isEqualTo(architecture);
        assertThat(one.config(i).path("config").path("Healthcheck"))
            .hasToString("{\"Test\":[\"CMD\",\"/check\"],\"Interval\":7000000000}");
        assertThat(one.last(i, "/two")).isEqualTo("two\n");
      }
    }
  }

  /** As its command describes it, before it has been started and afterwards. */
  @ParameterizedTest
  @ValueSource(strings = {"docker-container", "remote"})
  void whatABuilderIs(String driver) throws IOException {
    builders.create(driver);
    assertThat(new Engines(engine.environment).find(Engine.Kind.DOCKER).builder().exports())
        .isTrue();
    builders.ask("docker", "buildx", "inspect", "--bootstrap");
    Engine.Builder builder = new Engines(engine.environment).find(Engine.Kind.DOCKER).builder();
    assertThat(builder.exports()).isTrue();
    assertThat(builder.recent()).isTrue();
    assertThat(builder.platforms()).contains("linux/amd64", "linux/arm64");
  }

  /** A new builder takes from the cache what another one has put there. */
  @ParameterizedTest
  @CsvSource({
    "docker-container, plain",
    "docker-container, registry",
    "docker-container, local",
    "remote, plain",
    "remote, registry",
    "remote, local"
  })
  void aNewBuilderTakesStepsFromTheCache(String driver, String kind) throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      String repository = registry.host() + "/acme/cache";
      String folder = temp.resolve("cache") + "-{platform}";
      engine.cache =
          switch (kind) {
            case "plain" -> new BuildCache(repository, repository);
            case "registry" ->
                new BuildCache(
                    "type=registry,ref=" + repository + ":{platform}",
                    "type=registry,mode=max,ref=" + repository + ":{platform}");
            default ->
                new BuildCache("type=local,src=" + folder, "type=local,mode=max,dest=" + folder);
          };
      engine.credential = registry.host();
      engine
          .shells()
          .write(
              "Containerfile",
              """
              FROM scratch AS first
              ARG TARGETARCH
              COPY $TARGETARCH/ /
              RUN <<EOF
              sleep 4
              echo x > /made
              EOF
              FROM scratch
              ARG TARGETARCH
              COPY $TARGETARCH/ /
              COPY --from=first /made /
              """);
      builders.create(driver);
      final BuiltImage one = built();
      builders.create(driver);
      out = out.resolveSibling("two");
      final BuiltImage two = built();
      for (String platform : new String[] {"linux-amd64", "linux-arm64"}) {
        assertThat(said(platform)).contains("CACHED");
      }
      assertThat(two.manifest(1).layers()).isEqualTo(one.manifest(1).layers());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-container", "remote"})
  void onePlatformFailsAndTheOtherIsStopped(String driver) throws Exception {
    builders.create(driver);
    engine
        .shells()
        .write(
            "Containerfile",
            """
            FROM scratch
            ARG TARGETARCH
            COPY $TARGETARCH/ /
            RUN if [ $TARGETARCH = amd64 ]; then echo waiting; sleep 318.25; fi
            RUN echo the reason; exit 7
            """);
    Instant begun = Instant.now();
    assertThatThrownBy(this::built)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("Containerfile was not built for linux/arm64: docker buildx 0.")
        .hasMessageContaining("RUN echo the reason; exit 7. Its last");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(60));
    assertStopped("sleep 318.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-container", "remote"})
  void aBuilderThatTakesTooLongIsStopped(String driver) throws Exception {
    builders.create(driver);
    engine.shells().write("Containerfile", waiting("sleep 319.25"));
    engine.limit = Duration.ofSeconds(15);
    assertThatThrownBy(this::built)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("was stopped after image.buildTimeout, 15s")
        .hasMessageContaining("RUN echo waiting");
    assertStopped("sleep 319.25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-container", "remote"})
  void toldToEnd(String driver) throws Exception {
    builders.create(driver);
    engine.shells().write("Containerfile", waiting("sleep 321.25"));
    Process jvm =
        ChildJvm.start(
            EngineAtTheEnd.class,
            temp.resolve("jvm.log"),
            temp.toString(),
            out.toString(),
            builders.environment().get("DOCKER_HOST"),
            builders.environment().get("DOCKER_CONFIG"));
    for (int i = 0; i < 1200 && TestEngine.running("sleep 321.25").isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(TestEngine.running("sleep 321.25"))
        .as(Files.readString(temp.resolve("jvm.log")))
        .isPresent();
    jvm.destroy();
    assertThat(jvm.waitFor(2500, TimeUnit.MILLISECONDS)).as("it ends in time").isTrue();
    assertStopped("sleep 321.25");
  }

  private static String waiting(String command) {
    return "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\nRUN echo waiting; " + command + "\n";
  }

  private void assertStopped(String command) throws InterruptedException {
    for (int i = 0; i < 200 && TestEngine.running(command).isPresent(); i++) {
      Thread.sleep(50); // a builder ends what runs in it when nobody listens any more
    }
    assertThat(TestEngine.running(command)).isEmpty();
    assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
    assertThat(out.resolve("engine")).doesNotExist();
  }
}
