package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.EngineOptions.Network;
import io.github.imagemaven.build.EngineOptions.Secret.InVariable;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ChildJvm;
import io.github.imagemaven.store.MountedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Containerfiles built by Docker's buildx, with a Docker whose store writes images into folders,
 * and with one of before, out of whose store an image has to be saved.
 */
class BuildxTest {
  private static final String SHELL = "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n";

  @TempDir static Path engines;
  private static TestDocker containerd;
  private static TestDocker classic;

  @TempDir Path temp;
  private TestEngine engine;
  private Path out;

  @BeforeAll
  static void startEngines() throws IOException {
    containerd = TestDocker.start("docker-containerd", engines.resolve("new"));
    classic = TestDocker.start("docker-engine", engines.resolve("old"));
  }

  @AfterAll
  static void stopEngines() throws IOException {
    containerd.close();
    classic.close();
  }

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    engine.kind = Engine.Kind.DOCKER;
    engine.network = Network.HOST; // the lab's have no other
    engine.environment.putAll(containerd.environment());
    out = engine.module.resolve("target/image");
  }

  private TestDocker use(String store) {
    TestDocker docker = store.equals("containerd") ? containerd : classic;
    engine.environment.putAll(docker.environment());
    return docker;
  }

  private BuiltImage built() throws IOException {
    BuildRequest request = engine.request(out);
    return new BuiltImage(request, engine.build(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"containerd", "classic"})
  void bothPlatformsAreInTheLayout(String store) throws IOException {
    TestDocker docker = use(store);
    final String images = docker.ask("docker", "image", "ls", "--all", "--quiet");
    engine
        .shells()
        .write(".containerignore", "*.md")
        .write("a.md", "")
        .write(
            "Containerfile",
            SHELL
                + """
                ARG GREETING
                COPY . /all/
                RUN --mount=type=secret,id=one read a < /run/secrets/one; \\
                  echo $GREETING $TARGETARCH ${#a} > /said
                HEALTHCHECK --interval=7s --retries=2 CMD ["/check", "me"]
                """);
    engine.buildArgs.put("GREETING", "good day");
    engine.secrets.put("one", new InVariable("TOKEN"));
    engine.environment.put("TOKEN", "s3cret");
    built();
    BuiltImage image = built();

    assertThat(image.record.manifests())
        .extracting(each -> String.valueOf(each.platform()))
        .containsExactly("linux/amd64", "linux/arm64");
    for (int i = 0; i < 2; i++) {
      String architecture = i == 0 ? "amd64" : "arm64";
      assertThat(image.manifest(i).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
      assertThat(image.manifest(i).layers()).hasSize(3);
      ObjectNode config = image.config(i);
      assertThat(config.path("architecture").asText()).isEqualTo(architecture);
      assertThat(config.path("config").path("Healthcheck"))
          .hasToString(
              "{\"Test\":[\"CMD\",\"/check\",\"me\"],\"Interval\":7000000000,\"Retries\":2}");
      assertThat(config.toString()).doesNotContain("s3cret");
      assertThat(image.last(i, "/said")).isEqualTo("good day " + architecture + " 6\n");
      assertThat(image.paths(i, 1))
          .contains("/all/Containerfile")
          .doesNotContain("/all/a.md")
          .noneMatch(each -> each.startsWith("/all/target/image/"));
    }
    assertThat(docker.ask("docker", "image", "ls", "--all", "--quiet")).isEqualTo(images);
    assertThat(out.resolve("engine")).doesNotExist();
  }

  /** In a folder whose name an option of buildx would divide. */
  @Test
  void aHereDocument() throws IOException {
    out = engine.module.resolve("target/a,b \"c\"/image");
    engine
        .shells()
        .write("Containerfile", SHELL + "RUN <<EOF\necho one > /a\necho two >> /a\nEOF\n");
    BuiltImage image = built();
    assertThat(image.last(1, "/a")).isEqualTo("one\ntwo\n");
  }

  @Test
  void limitsAndTheNetworkOfSteps() throws IOException {
    engine.network = Network.NONE;
    engine.ulimits = List.of("nofile=345:456");
    engine
        .shells()
        .write(
            "Containerfile",
            SHELL + "RUN { ulimit -n; while read a b; do echo $a; done < /proc/net/dev; } > /a\n");
    List<String> said = built().last(0, "/a").lines().toList();
    assertThat(said).first().isEqualTo("345");
    assertThat(said).filteredOn(each -> each.endsWith(":")).containsExactly("lo:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"containerd", "classic"})
  void aFullDisk(String store) throws Exception {
    TestDocker docker = use(store);
    final String images = docker.ask("docker", "image", "ls", "--all", "--quiet");
    engine.write("Containerfile", "FROM scratch\nCOPY noise /\n");
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    Files.write(engine.module.resolve("noise"), noise);
    Files.createDirectories(out);
    try (MountedDisk disk = MountedDisk.small(out)) {
      assertThatThrownBy(this::built)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("a disk is full. Containerfile was not built for linux/");
      assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
      assertThat(out.resolve("engine")).doesNotExist();
      assertThat(docker.ask("docker", "image", "ls", "--all", "--quiet")).isEqualTo(images);
    }
  }

  /** As a CI system cancels a job: SIGTERM to Maven alone, and SIGKILL 2.5 s later. */
  @Test
  void toldToEnd() throws Exception {
    engine.shells().write("Containerfile", SHELL + "RUN echo waiting; sleep 311.25\n");
    Process jvm =
        ChildJvm.start(
            EngineAtTheEnd.class,
            temp.resolve("jvm.log"),
            temp.toString(),
            out.toString(),
            containerd.environment().get("DOCKER_HOST"),
            containerd.environment().get("DOCKER_CONFIG"));
    for (int i = 0; i < 600 && TestEngine.running("sleep 311.25").isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(TestEngine.running("sleep 311.25")).isPresent();
    jvm.destroy();
    assertThat(jvm.waitFor(2500, TimeUnit.MILLISECONDS)).as("it ends in time").isTrue();
    for (int i = 0; i < 100 && TestEngine.running("sleep 311.25").isPresent(); i++) {
      Thread.sleep(50); // what runs in the daemon it ends when nobody listens any more
    }
    assertThat(TestEngine.running("sleep 311.25")).isEmpty();
    assertThat(out.resolve("engine")).doesNotExist();
  }

  @Test
  void twoBuildsAreOneDigest() throws IOException {
    engine.shells().write("Containerfile", SHELL + "RUN echo x > /made\nHEALTHCHECK CMD true\n");
    engine.timestamp = Instant.parse("2026-01-02T03:04:05Z");
    BuildRecord one = built().record;
    containerd.ask("docker", "builder", "prune", "--all", "--force");
    BuildRecord two = engine.build(engine.request(out.resolveSibling("two")));
    assertThat(two.requireIndex()).isEqualTo(one.requireIndex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"containerd", "classic"})
  void onePlatformFailsAndTheOtherIsStopped(String store) throws Exception {
    TestDocker docker = use(store);
    engine
        .shells()
        .write(
            "Containerfile",
            SHELL
                + """
                RUN if [ $TARGETARCH = amd64 ]; then echo waiting; sleep 308.25; fi
                RUN echo the reason; exit 7
                """);
    final String images = docker.ask("docker", "image", "ls", "--all", "--quiet");
    Instant begun = Instant.now();
    assertThatThrownBy(this::built)
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.BUILD))
        .hasMessageContaining("Containerfile was not built for linux/arm64: docker buildx 0.")
        .hasMessageContaining("exit code 1 in [3/3] RUN echo the reason; exit 7. Its last")
        .hasMessageContaining(" the reason");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(60));
    for (int i = 0; i < 100 && TestEngine.running("sleep 308.25").isPresent(); i++) {
      Thread.sleep(50);
    }
    assertThat(TestEngine.running("sleep 308.25")).isEmpty();
    assertThat(docker.ask("docker", "image", "ls", "--all", "--quiet")).isEqualTo(images);
    assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
    assertThat(out.resolve("engine")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"containerd", "classic"})
  void anEngineThatTakesTooLongIsStopped(String store) throws Exception {
    TestDocker docker = use(store);
    final String images = docker.ask("docker", "image", "ls", "--all", "--quiet");
    engine.shells().write("Containerfile", SHELL + "RUN echo waiting; sleep 309.25\n");
    engine.limit = Duration.ofSeconds(5);
    assertThatThrownBy(this::built)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("was stopped after image.buildTimeout, 5s")
        .hasMessageContaining("RUN echo waiting");
    for (int i = 0; i < 100 && TestEngine.running("sleep 309.25").isPresent(); i++) {
      Thread.sleep(50);
    }
    assertThat(TestEngine.running("sleep 309.25")).isEmpty();
    assertThat(docker.ask("docker", "image", "ls", "--all", "--quiet")).isEqualTo(images);
    assertThat(out.resolve("engine")).doesNotExist();
  }

  @Test
  void aFileThatIsNone() throws IOException {
    engine.write("Containerfile", "FROM scratch\nCOPIE a b\n");
    assertThatThrownBy(this::built)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("COPIE")
        .hasMessageContaining("with exit code");
    assertThat(out.resolve("engine")).doesNotExist();
  }

  @Test
  void aDeadSocketIsSaidQuickly() throws IOException {
    engine.write("Containerfile", "FROM scratch\nCOPY Containerfile /\n");
    engine.environment.put("DOCKER_HOST", "unix://" + temp.resolve("nobody.sock"));
    Instant begun = Instant.now();
    assertThatThrownBy(this::built)
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.ENGINE))
        .hasMessageContaining("Docker does not answer")
        .hasMessageContaining("nobody.sock")
        .hasMessageContaining("DOCKER_HOST");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  /** BuildKit takes it, and the image says it is of the platform that was asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"containerd", "classic"})
  void aBaseThatIsOfAnotherPlatform(String store) throws IOException {
    use(store);
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      engine.credential = registry.host();
      engine.platforms = "linux/amd64";
      engine.shells().write("Containerfile", SHELL);
      Path layout = built().layout.directory();
      TestEngine.pushLayout(registry.host() + "/all:1", "ann:s3cret", layout);
      String only = registry.host() + "/only:1";
      TestEngine.run(
          new ProcessBuilder(
              "skopeo",
              "copy",
              "--override-arch=amd64",
              "--dest-tls-verify=false",
              "--dest-creds=ann:s3cret",
              "oci:" + layout,
              "docker://" + only));

      engine.platforms = "linux/arm64";
      engine.write("Containerfile", "FROM " + only + "\nENV A=b\n");
      assertThatThrownBy(this::built)
          .isInstanceOf(PlatformBuildException.class)
          .hasMessageContaining(only + ", which is for linux/amd64 alone")
          .hasMessageContaining("linux/arm64 out of image.platforms");
      engine.write(
          "Containerfile",
          "FROM --platform=linux/amd64 " + only + "\nFROM scratch\nCOPY --from=0 /bin /bin\n");
      assertThat(built().record.platforms()).hasToString("[linux/arm64]");
      engine.write(
          "Containerfile", "FROM " + only + " AS debug\nRUN false\nFROM scratch\nCOPY arm64/ /\n");
      assertThat(built().record.platforms()).as("not needed").hasToString("[linux/arm64]");
    }
  }
}
