package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.EngineOptions.Secret.InFile;
import io.github.imagemaven.build.EngineOptions.Secret.InVariable;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.credentials.Credential.Basic;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ChildJvm;
import io.github.imagemaven.store.MountedDisk;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containerfiles built by a real buildah, for this machine's platform and an emulated one. */
class ContainerfileBuilderTest {
  private static final String SHELL = "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH/ /\n";

  @TempDir Path temp;
  private TestEngine engine;
  private Path out;

  @BeforeEach
  void start() throws IOException {
    engine = new TestEngine(temp);
    out = temp.resolve("module/target/image");
  }

  @Test
  void whatTheFileSaysIsInTheImage() throws IOException {
    engine
        .write("hello.txt", "hello\n")
        .write(
            "Containerfile",
            """
            FROM scratch
            COPY hello.txt /greeting/
            LABEL org.opencontainers.image.title="Greeting" maintainer=nobody
            HEALTHCHECK --interval=7s --retries=2 CMD ["/check", "me"]
            ENTRYPOINT ["/hello"]
            """);
    built();
    BuiltImage image = built(); // with buildah's cache full of one platform's steps

    assertThat(image.index().mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(image.record.manifests())
        .extracting(each -> String.valueOf(each.platform()))
        .containsExactly("linux/amd64", "linux/arm64");
    for (int i = 0; i < 2; i++) {
      assertThat(image.manifest(i).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
      ObjectNode config = image.config(i);
      assertThat(config.path("config").path("Healthcheck"))
          .isEqualTo(
              Json.parse(
                  """
                  {"Test": ["CMD", "/check", "me"], "Interval": 7000000000, "Retries": 2}
                  """
                      .getBytes(StandardCharsets.UTF_8),
                  "expected"));
      assertThat(config.path("architecture").asText()).isEqualTo(i == 0 ? "amd64" : "arm64");
      assertThat(config.path("created").asText()).isEqualTo("2026-01-02T03:04:05Z");
      assertThat(config.has("container") || config.has("container_config")).isFalse();
      assertThat(config.path("config").has("Hostname")).isFalse();
      assertThat(config.path("config").path("Labels").path("maintainer").asText())
          .isEqualTo("nobody");
      assertThat(config.path("config").path("Labels").path(OwnLabels.NAME).asText())
          .isEqualTo("app");
      assertThat(config.path("config").path("Labels").path("org.opencontainers.image.title"))
          .hasToString("\"Greeting\"");
      assertThat(files(image, i, 0)).containsKey("/greeting/hello.txt");
    }
    assertThat(image.index().annotations())
        .containsEntry("org.opencontainers.image.title", "Greeting");
    assertThat(image.record.absent()).isEmpty();
    assertThat(image.record.base()).isEqualTo("containerfile:Containerfile");
    assertNothingIsLeft();
  }

  /** A base with a password, which is nowhere when all is done; a stage; arguments; the cache. */
  @Test
  void stepsRunOnTheirPlatformAndOnlyOnce() throws IOException {
    try (RealRegistry registry = RealRegistry.start(temp.resolve("registry"), "ann", "s3cret")) {
      pushShells(registry);
      engine.write(
          "Containerfile",
          """
          ARG BASE
          FROM $BASE AS wanted
          ARG TARGETARCH
          ARG GREETING=none
          RUN echo "$GREETING from $TARGETARCH" > /said
          FROM scratch
          """);
      engine.target = "wanted";
      engine.buildArgs.put("GREETING", "good day");
      engine.buildArgs.put("BASE", registry.host() + "/shells:1");
      BuildRequest request = engine.request(out);
      assertThatThrownBy(() -> engine.build(request))
          .as("without credentials")
          .isInstanceOf(PlatformBuildException.class)
          .hasMessageContaining("auth");
      BuiltImage image = new BuiltImage(request, buildAsAnn(request, registry));

      assertThat(image.manifest(0).mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
      for (int i = 0; i < 2; i++) {
        Map<String, TarEntry> last = files(image, i, image.manifest(i).layers().size() - 1);
        assertThat(last.get("/said").text())
            .isEqualTo("good day from " + (i == 0 ? "amd64" : "arm64") + "\n");
      }
      assertThat(log("linux-arm64")).contains("RUN echo").doesNotContain("Using cache");

      Path written = out.resolve("engine-linux-arm64/image-id");
      FileTime before = Files.getLastModifiedTime(written);
      BuildRecord again = buildAsAnn(request, registry);

      assertThat(log("linux-arm64")).contains("Using cache");
      assertThat(Files.getLastModifiedTime(written)).as("not written again").isEqualTo(before);
      assertThat(again.requireIndex()).isEqualTo(image.record.requireIndex());
      Files.delete(
          image.layout.blobPath(image.manifest(1).layers().get(1).digest())); // as mvn clean does
      assertThat(buildAsAnn(request, registry).requireIndex())
          .isEqualTo(image.record.requireIndex());
      assertThat(Files.getLastModifiedTime(written)).isNotEqualTo(before);
      assertThat(image.layout.hasBlob(image.manifest(1).layers().get(1))).isTrue();
      assertThat(log("linux-arm64")).doesNotContain("s3cret");
      assertThat(engine.environment).doesNotContainKey("REGISTRY_AUTH_FILE");
      assertThat(temp.resolve("home")).isEmptyDirectory();
    }
  }

  private BuildRecord buildAsAnn(BuildRequest request, RealRegistry registry) throws IOException {
    return new ContainerfileBuilder(
            Log.silent(),
            new Engines(engine.environment),
            host -> host.equals(registry.host()) ? new Basic("ann", "s3cret") : null,
            host -> host.startsWith("127.0.0.1:"))
        .build(request, () -> {});
  }

  private void pushShells(RealRegistry registry) throws IOException {
    Path directory = temp.resolve("shells");
    engine.shells().write("Containerfile", SHELL);
    engine.build(engine.request(directory));
    TestEngine.run(
        new ProcessBuilder(
            "skopeo",
            "copy",
            "--all",
            "--quiet",
            "--dest-tls-verify=false",
            "--dest-creds=ann:s3cret",
            "oci:" + directory.resolve("layout"),
            "docker://" + registry.host() + "/shells:1"));
  }

  @Test
  void onePlatformFailsAndTheOtherIsStopped() throws IOException {
    engine
        .shells()
        .write(
            "Containerfile",
            SHELL
                + """
                RUN if [ $TARGETARCH = amd64 ]; then echo waiting; sleep 304.25; fi
                RUN echo the reason; exit 7
                """);
    Instant begun = Instant.now();
    assertThatThrownBy(() -> engine.build(engine.request(out)))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.BUILD))
        .hasMessageContaining("Containerfile was not built for linux/arm64")
        .hasMessageContaining("in STEP 5/5: RUN echo the reason; exit 7")
        .hasMessageContaining("\n  the reason\n")
        .hasMessageContaining(out.resolve("linux-arm64.log").toString());
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(60));
    assertThat(TestEngine.running("sleep 304.25")).isEmpty();
    assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
    assertThat(log("linux-arm64")).contains("the reason");
    assertNothingIsLeft();
  }

  @Test
  void interrupted() throws Exception {
    engine.shells().write("Containerfile", SHELL + "RUN echo waiting; sleep 305.25\n");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread building =
        new Thread(
            () -> {
              try {
                engine.build(engine.request(out));
              } catch (IOException | RuntimeException e) {
                failure.set(e);
              }
            });
    building.start();
    awaitSleep("sleep 305.25");
    building.interrupt();
    building.join(30_000);

    assertThat(failure.get())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted");
    assertThat(TestEngine.running("sleep 305.25")).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void podman() throws IOException {
    Peers.require("podman");
    engine.kind = Engine.Kind.PODMAN;
    engine.shells().write("Containerfile", SHELL + "RUN echo x > /made\nHEALTHCHECK CMD /made\n");
    BuiltImage image = built();

    for (int i = 0; i < 2; i++) {
      assertThat(image.manifest(i).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
      assertThat(image.config(i).path("config").path("Healthcheck"))
          .hasToString("{\"Test\":[\"CMD-SHELL\",\"/made\"]}");
      assertThat(files(image, i, image.manifest(i).layers().size() - 1)).containsKey("/made");
    }
    assertNothingIsLeft();
  }

  @Test
  void secretsAreReadAndStayOut() throws IOException {
    engine
        .shells()
        .write("token", "s3cret-file\n")
        .write(".containerignore", "token")
        .write(
            "Containerfile",
            SHELL
                + """
                RUN --mount=type=secret,id=one --mount=type=secret,id=two \\
                  read a < /run/secrets/one; read b < /run/secrets/two; \\
                  echo ${#a} ${#b} $(ulimit -n) > /lengths
                """);
    engine.secrets.put("one", new InFile(engine.module.resolve("token")));
    engine.secrets.put("two", new InVariable("TOKEN"));
    engine.environment.put("TOKEN", "s3cret-of-env");
    engine.ulimits = List.of("nofile=345:456");
    BuiltImage image = built();

    for (int i = 0; i < 2; i++) {
      Map<String, TarEntry> last = files(image, i, image.manifest(i).layers().size() - 1);
      assertThat(last.get("/lengths").text()).isEqualTo("11 13 345\n");
      assertThat(last.values()).noneMatch(each -> each.text().contains("s3cret"));
      assertThat(image.config(i).toString()).doesNotContain("s3cret");
    }
    assertThat(log("linux-amd64")).doesNotContain("s3cret");
  }

  @Test
  void aFileThatIsNone() throws IOException {
    engine.write("Containerfile", "FROM scratch\nCOPIE a b\n");
    assertThatThrownBy(this::built)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("COPIE")
        .hasMessageContaining("with exit code");
    assertNothingIsLeft();
  }

  /** The module's disk is full; what the engine has built it keeps in a storage of its own. */
  @Test
  void aFullDisk() throws Exception {
    engine.write("Containerfile", "FROM scratch\nCOPY noise /\n");
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    Files.write(engine.module.resolve("noise"), noise);
    Files.createDirectories(out);
    try (MountedDisk disk = MountedDisk.small(out)) {
      assertThatThrownBy(this::built)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith("a disk is full. Containerfile was not built for linux/")
          .hasMessageContaining("no space left on device");
      assertThat(out.resolve(BuildRecord.FILE)).doesNotExist();
      assertNothingIsLeft();
    }
  }

  /** Of a layer that it cannot write there buildah says that a pipe is closed. */
  @Test
  void aFullDiskOfTheEnginesTemporaryFiles() throws Exception {
    engine.write("Containerfile", "FROM scratch\nCOPY noise /\nENV A=1\n");
    byte[] noise = new byte[3_000_000];
    new Random(1).nextBytes(noise);
    Files.write(engine.module.resolve("noise"), noise);
    Path temporary = Files.createDirectories(engine.module.resolveSibling("small"));
    engine.environment.put("TMPDIR", temporary.toString());
    try (MountedDisk disk = MountedDisk.small(temporary)) {
      assertThatThrownBy(this::built)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageStartingWith(
              "the disk of " + temporary + " is full, where the engine writes layers: make room");
      assertThat(temporary).isEmptyDirectory();
    }
  }

  /** And what an earlier build left is no part of the next. */
  @Test
  void theUsersIgnoreFileCounts() throws IOException {
    engine
        .write(".dockerignore", "*.md\n!keep.md")
        .write("a.md", "")
        .write("keep.md", "")
        .write("target/app.jar", "")
        .write("Containerfile", "FROM scratch\nCOPY . /all/\n");
    built();
    Set<String> files = files(built(), 0, 0).keySet();

    assertThat(files)
        .contains("/all/keep.md", "/all/target/app.jar", "/all/Containerfile")
        .doesNotContain("/all/a.md")
        .noneMatch(name -> name.startsWith("/all/target/image/"));
    assertThat(log("linux-amd64") + log("linux-arm64")).contains("Using cache");
  }

  /** As a CI system cancels a job: SIGTERM to Maven alone, and SIGKILL 2.5 s later. */
  @Test
  void toldToEnd() throws Exception {
    engine.shells().write("Containerfile", SHELL + "RUN echo waiting; sleep 306.25\n");
    Path log = temp.resolve("jvm.log");
    Process jvm = ChildJvm.start(EngineAtTheEnd.class, log, temp.toString(), out.toString());
    awaitSleep("sleep 306.25");
    jvm.destroy();
    assertThat(jvm.waitFor(2500, TimeUnit.MILLISECONDS)).as("it ends in time").isTrue();

    assertThat(TestEngine.running("sleep 306.25")).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void sameDigestFromTwoStorages() throws IOException {
    engine.shells().write("Containerfile", SHELL + "RUN echo x > /made\nHEALTHCHECK CMD true\n");
    engine.timestamp = Instant.parse("2026-01-02T03:04:05Z");
    BuildRequest request = engine.request(out);
    BuildRecord one = engine.build(request);
    engine.environment.put(
        "CONTAINERS_STORAGE_CONF",
        Files.writeString(
                temp.resolve("other.conf"),
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"%1$s/o\"\nrunroot = \"%1$s/p\"\n"
                    .formatted(temp))
            .toString());
    BuildRequest again = engine.request(out.resolveSibling("two"));
    BuildRecord two = engine.build(again);

    for (int i = 0; i < 2; i++) { // what is different is to be seen
      assertThat(new BuiltImage(again, two).config(i))
          .isEqualTo(new BuiltImage(request, one).config(i));
      assertThat(new BuiltImage(again, two).manifest(i).layers())
          .isEqualTo(new BuiltImage(request, one).manifest(i).layers());
    }
    assertThat(two.requireIndex()).isEqualTo(one.requireIndex());
  }

  @Test
  void settingsOfOursAreInTheConfig() throws IOException {
    engine.write("Containerfile", "FROM scratch\nENV A=file B=file\nCOPY Containerfile /\n");
    BuildRequest plain = engine.request(out);
    BuildRequest request =
        new BuildRequest(
            plain.image(),
            plain.directory(),
            plain.from(),
            plain.platforms(),
            plain.platforms().subList(0, 1),
            Format.AUTO,
            false,
            true,
            plain.created(),
            plain.modified(),
            plain.standard(),
            plain.description(),
            new ContainerSettings(
                Map.of("A", "ours"),
                List.of("8080"),
                List.of(),
                "1000",
                null,
                null,
                List.of("x"),
                null,
                null),
            plain.content());
    BuiltImage image = new BuiltImage(request, engine.build(request));

    assertThat(image.record.index()).as("a part").isNull();
    assertThat(image.config(0).path("config").path("Env").toString())
        .contains("A=ours", "B=file")
        .doesNotContain("A=file");
    assertThat(image.config(0).path("config").path("User").asText()).isEqualTo("1000");
    assertThat(image.config(0).path("config").path("Cmd")).hasToString("[\"x\"]");
    assertThat(image.config(0).path("config").path("ExposedPorts").has("8080/tcp")).isTrue();
  }

  private BuiltImage built() throws IOException {
    BuildRequest request = engine.request(out);
    return new BuiltImage(request, engine.build(request));
  }

  private String log(String platform) throws IOException {
    return Files.readString(out.resolve(platform + ".log"));
  }

  private static Map<String, TarEntry> files(BuiltImage image, int number, int layer)
      throws IOException {
    Descriptor blob = image.manifest(number).layers().get(layer);
    Map<String, TarEntry> entries = new LinkedHashMap<>();
    try (InputStream stream = image.layout.openBlob(blob);
        InputStream tar = new BufferedInputStream(new GZIPInputStream(stream))) {
      TarEntry.readAll(tar).forEach(e -> entries.put("/" + e.path().replaceFirst("^/", ""), e));
    }
    return entries;
  }

  /** No working container, no name, no folder of ours. */
  private void assertNothingIsLeft() throws IOException {
    assertThat(engine.ask("containers", "--quiet")).isBlank();
    assertThat(engine.ask("images", "--format", "{{.Name}}").lines())
        .allMatch(name -> name.equals("<none>"));
    assertThat(out.resolve("engine")).doesNotExist();
  }

  private static void awaitSleep(String word) throws InterruptedException {
    for (int i = 0; i < 600 && TestEngine.running(word).isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(TestEngine.running(word)).as("the step is running").isPresent();
  }
}
