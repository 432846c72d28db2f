package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaApplicationBuilderTest {
  @TempDir Path temp;
  private TestApplication application;
  private TestBase base;

  @BeforeEach
  void makeInputs() throws IOException {
    application = TestApplication.usual(temp.resolve("project"));
    base = TestBase.usual(temp.resolve("base"));
  }

  private TestRequest request() {
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    request.from = base.reference();
    return request;
  }

  @Test
  void layersOfAJarInTheirOrder() throws IOException {
    application.write("src/main/image/etc/app.conf", "x");
    application.extraDirectories.add(application.directory.resolve("src/main/image"));
    BuiltImage image = request().build();

    assertThat(image.layerNames())
        .containsExactly(
            "dependencies",
            "snapshot dependencies",
            "project dependencies",
            "resources",
            "classes",
            "extra directory image",
            "class path");
    assertThat(image.files("dependencies")).containsExactly("/app/libs/library-1.0.jar");
    assertThat(image.files("snapshot dependencies"))
        .containsExactly("/app/libs/fresh-2-SNAPSHOT.jar");
    assertThat(image.files("project dependencies")).containsExactly("/app/libs/module-3.jar");
    assertThat(image.files("resources")).containsExactly("/app/resources/greeting.txt");
    assertThat(image.files("classes"))
        .containsExactly("/app/classes/io/github/imagemaven/build/SampleMain.class");
    assertThat(image.files("extra directory image")).containsExactly("/etc/app.conf");
    assertThat(image.entries("class path").get("/app/classpath.args").text())
        .isEqualTo(
            "-cp\n\"/app/resources:/app/classes:/app/libs/library-1.0.jar"
                + ":/app/libs/fresh-2-SNAPSHOT.jar:/app/libs/module-3.jar\"\n");
  }

  @Test
  void filesHaveOneTimeOneModeAndNoOwner() throws IOException {
    Files.setPosixFilePermissions(
        application.classes.resolve("greeting.txt"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x---"));
    BuiltImage image = request().build();

    for (String layer : image.layerNames()) {
      boolean jars = layer.endsWith("dependencies");
      for (TarEntry entry : image.entries(layer).values()) {
        assertThat(entry.mode()).isEqualTo(entry.isDirectory() ? 0755 : 0644);
        assertThat(entry.uid() + entry.gid()).isZero();
        assertThat(entry.modified())
            .hasToString(jars ? "1970-01-01T00:00:01Z" : "2025-01-01T00:00:00Z");
      }
    }
  }

  @Test
  void ownerOwnsFilesAndTheApplicationsFolders() throws IOException {
    application.owner = "1000:2000";
    BuiltImage image = request().build();

    TarEntry folder = image.entries("classes").get("/app/classes/io/");
    assertThat(folder.uid()).isEqualTo(1000);
    assertThat(image.entries("classes").get("/app/").gid()).isEqualTo(2000);
    assertThat(
            image
                .entries("classes")
                .get("/app/classes/io/github/imagemaven/build/SampleMain.class")
                .gid())
        .isEqualTo(2000);
  }

  /** Engines put layers over one another, so the last that names a folder says whose it is. */
  @Test
  void ownerOwnsTheApplicationsFoldersInEveryLayerThatNamesThem() throws IOException {
    application.owner = "1000:2000";
    application.appRoot = "/home/app";
    BuiltImage image = request().build();

    List<String> layers = new ArrayList<>(image.layerNames());
    layers.remove("extra directory image"); // has nothing there
    for (String layer : layers) {
      TarEntry root = image.entries(layer).get("/home/app/");
      assertThat(root.uid()).as(layer).isEqualTo(1000);
      assertThat(root.gid()).as(layer).isEqualTo(2000);
    }
  }

  @Test
  void theImageStandsOnBothPlatformsOfTheBase() throws IOException {
    BuiltImage image = request().build();

    assertThat(image.record.requireIndex().mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(image.index().manifests())
        .extracting(Descriptor::platform)
        .containsExactly(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
    assertThat(image.index().manifests()).isEqualTo(image.record.manifests());
    for (int i = 0; i < 2; i++) {
      Descriptor baseLayer =
          io.github.imagemaven.oci.Manifest.parse(
                  base.layout.manifest(base.children.get(i).digest().toString()).orElseThrow())
              .layers()
              .get(0);
      assertThat(image.manifest(i).mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
      assertThat(image.manifest(i).layers().get(0)).isEqualTo(baseLayer);
      assertThat(image.record.absent()).contains(baseLayer);
      assertThat(image.layout.hasBlob(baseLayer)).isFalse();
      assertThat(image.config(i).path("rootfs").path("diff_ids"))
          .hasSameSizeAs(image.manifest(i).layers());
    }
    assertThat(image.manifest(0).layers().subList(1, 7))
        .isEqualTo(image.manifest(1).layers().subList(1, 7));
    assertThat(image.record.baseStore()).isEqualTo("oci:" + temp.resolve("base"));
    assertThat(image.record.baseDigest())
        .isEqualTo(base.layout.resolve(TestBase.TAG).orElseThrow().digest());
    assertThat(BuildRecord.read(temp.resolve("out"))).isEqualTo(image.record);
  }

  @Test
  void theBasesConfigIsEditedAndNothingOfItIsLost() throws IOException {
    TestRequest request = request();
    request.env.put("LANG", "de_DE.UTF-8");
    request.env.put("MODE", "a=b c");
    request.labels.put("version", "2");
    request.labels.put("new", "x");
    request.ports = List.of("8080", "9000-9001/UDP", "22");
    request.volumes = List.of("/data");
    request.user = "1000:app";
    request.workdir = "/work";
    request.stopSignal = "SIGQUIT";
    request.args = List.of("--serve");
    BuiltImage image = request.build();

    JsonNode config = image.config(1);
    assertThat(config.path("x-acme").path("answer").asInt()).isEqualTo(42);
    assertThat(config.path("author").asText()).isEqualTo("somebody");
    assertThat(config.path("created").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(config.path("architecture").asText()).isEqualTo("arm64");
    assertThat(config.path("config"))
        .hasToString(
            "{\"Env\":[\"PATH=/opt/java/bin:/usr/bin\",\"JAVA_HOME=/opt/java\",\"LANG=de_DE.UTF-8\",\"MODE=a=b"
                + " c\"],\"Entrypoint\":[\"java\",\"@/app/classpath.args\",\"io.github.imagemaven.build.SampleMain\"],"
                + "\"Cmd\":[\"--serve\"],"
                + "\"Labels\":{\"vendor\":\"acme\",\"version\":\"2\",\"new\":\"x\",\"org.opencontainers.image.base.digest\":\""
                + image.record.baseDigest()
                + "\"},\"ExposedPorts\":{\"22/tcp\":{},\"8080/tcp\":{},\"9000/udp\":{},\"9001/udp\":{}},"
                + "\"x-unknown\":\"stays\","
                + "\"Volumes\":{\"/data\":{}},\"User\":\"1000:app\",\"WorkingDir\":\"/work\","
                + "\"StopSignal\":\"SIGQUIT\"}");
    assertThat(config.path("history").get(0).path("created_by").asText()).isEqualTo("ADD jre");
    assertThat(config.path("history").get(2))
        .hasToString(
            "{\"created\":\"2026-01-02T03:04:05Z\","
                + "\"created_by\":\"image-maven-plugin: dependencies\"}");
  }

  @Test
  void anEntrypointOfOursDropsTheBasesArguments() throws IOException {
    BuiltImage image = request().build();
    assertThat(image.config(0).path("config").has("Cmd")).isFalse();

    TestRequest own = request();
    own.entrypoint = List.of("/bin/sh", "-c");
    JsonNode config = own.build().config(0).path("config");
    assertThat(config.path("Entrypoint")).hasToString("[\"/bin/sh\",\"-c\"]");
    assertThat(config.has("Cmd")).isFalse();

    TestRequest inherited = request();
    inherited.entrypoint = List.of("INHERIT");
    config = inherited.build().config(0).path("config");
    assertThat(config.path("Entrypoint")).hasToString("[\"/entry.sh\"]");
    assertThat(config.path("Cmd")).hasToString("[\"jshell\"]");

    inherited.args = List.of("x");
    assertThat(inherited.build().config(0).path("config").path("Cmd")).hasToString("[\"x\"]");
  }

  @Test
  void theApplicationRunsWithItsClassPathInOrder() throws Exception {
    Path root = temp.resolve("root # \"of\\ all");
    application.appRoot = root.toString();
    application.jvmFlags = List.of("-Dcolour=dark red");
    Path twin = application.dependency("org.other:library:1.0", "library-1.0.jar", Kind.RELEASE);
    Files.copy(
        application.dependencies.get(0).file(),
        twin,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Collections.swap(application.dependencies, 0, 3);
    BuiltImage image = request().build();
    for (String layer : image.layerNames()) {
      for (TarEntry entry : image.entries(layer).values()) {
        extract(entry);
      }
    }

    List<String> command = new ArrayList<>();
    image.config(0).path("config").path("Entrypoint").forEach(word -> command.add(word.asText()));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("argument");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    long size = Files.size(twin);
    assertThat(output.lines())
        .containsExactly(
            "hello",
            String.join(
                ":",
                root + "/resources",
                root + "/classes",
                root + "/libs/library-1.0-" + size + ".jar",
                root + "/libs/fresh-2-SNAPSHOT.jar",
                root + "/libs/module-3.jar",
                root + "/libs/library-1.0-" + size + "-2.jar"),
            "dark red argument");
  }

  private static void extract(TarEntry entry) throws IOException {
    Path path = Path.of(entry.path());
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else {
      Files.write(path, entry.content());
    }
  }

  @Test
  void java8GetsItsClassPathOnTheCommandLine() throws IOException {
    application.javaRelease = 8;
    assertThat(request().build().config(0).path("config").path("Entrypoint"))
        .hasToString(
            "[\"java\",\"-cp\",\"/app/resources:/app/classes:/app/libs/library-1.0.jar:"
                + "/app/libs/fresh-2-SNAPSHOT.jar:/app/libs/module-3.jar\",\"io.github.imagemaven.build.SampleMain\"]");
  }

  @Test
  void equalInputsGiveEqualDigestsWhateverTheFolder() throws IOException {
    TestApplication other = TestApplication.usual(temp.resolve("an other/place"));
    Files.setLastModifiedTime(
        other.classes.resolve("greeting.txt"), java.nio.file.attribute.FileTime.fromMillis(0));
    TestRequest there = new TestRequest(temp.resolve("elsewhere/target/image"), other.get());
    there.from = base.reference();

    assertThat(there.build().record.requireIndex()).isEqualTo(request().build().record.index());
  }

  @Test
  void jarsKeepTheirLayerWhenTimeGoesOn() throws IOException {
    BuiltImage first = request().build();
    TestRequest later = request();
    later.modified = later.modified.plusSeconds(60);
    later.created = later.created.plusSeconds(60);
    List<Descriptor> before = first.manifest(0).layers();
    List<Descriptor> after = later.build().manifest(0).layers();

    assertThat(after.subList(0, 4)).isEqualTo(before.subList(0, 4));
    assertThat(after.get(4)).isNotEqualTo(before.get(4));
  }

  @Test
  void aSecondBuildLeavesNothingOfTheFirst() throws IOException {
    request().build();
    application.write("target/classes/greeting.txt", "changed");
    BuiltImage second = request().build();

    List<String> expected = new ArrayList<>();
    expected.add(second.record.requireIndex().digest().hex());
    for (int i = 0; i < 2; i++) {
      expected.add(second.record.manifests().get(i).digest().hex());
      expected.add(second.manifest(i).config().digest().hex());
    }
    second.manifest(0).layers().subList(1, 7).forEach(l -> expected.add(l.digest().hex()));
    try (Stream<Path> blobs = Files.list(temp.resolve("out/layout/blobs/sha256"))) {
      assertThat(blobs.map(blob -> blob.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(second.layout.resolveSole()).contains(second.record.requireIndex());
  }

  @Test
  void aFullLayoutHoldsTheBaseAndStaysFull() throws IOException {
    TestRequest full = request();
    full.fullLayout = true;
    BuiltImage image = full.build();
    assertThat(image.record.absent()).isEmpty();
    assertThat(image.layout.hasBlob(image.manifest(1).layers().get(0))).isTrue();

    assertThat(request().build().record.absent()).isEmpty();
  }

  @Test
  void aPartIsBuiltWithoutIndex() throws IOException {
    TestRequest part = request();
    part.buildPlatforms = Platform.parseList("linux/arm64");
    BuiltImage image = part.build();
    BuiltImage whole = new TestRequestAt(temp.resolve("whole")).request().build();

    assertThat(image.record.index()).isNull();
    assertThat(image.record.platforms()).hasSize(2);
    assertThat(image.record.manifests()).containsExactly(whole.record.manifests().get(1));
    assertThat(image.layout.resolveSole().orElseThrow().digest())
        .isEqualTo(image.record.manifests().get(0).digest());
  }

  private final class TestRequestAt {
    private final Path directory;

    TestRequestAt(Path directory) {
      this.directory = directory;
    }

    TestRequest request() {
      TestRequest request = new TestRequest(directory, application.get());
      request.from = base.reference();
      return request;
    }
  }

  @Test
  void onePlatformHasAnIndexToo() throws IOException {
    TestRequest request = request();
    request.platforms = Platform.parseList("linux/amd64");
    request.annotations.put("org.acme.b", "2");
    request.annotations.put("org.acme.a", "1");
    BuiltImage image = request.build();
    assertThat(image.index().manifests()).hasSize(1);
    assertThat(image.index().annotations())
        .containsExactly(
            java.util.Map.entry("org.acme.a", "1"),
            java.util.Map.entry("org.acme.b", "2"),
            java.util.Map.entry(
                "org.opencontainers.image.base.digest", image.record.baseDigest().toString()));
  }

  @Test
  void scratchHasOurLayersOnly() throws IOException {
    TestRequest request = request();
    request.from = new BaseReference.Scratch();
    BuiltImage image = request.build();

    assertThat(image.manifest(0).layers()).hasSize(6);
    assertThat(image.record.baseStore()).isNull();
    assertThat(image.record.base()).isEqualTo("scratch");
    assertThat(image.record.absent()).isEmpty();
    assertThat(image.config(1).path("architecture").asText()).isEqualTo("arm64");
    assertThat(image.config(1).path("os").asText()).isEqualTo("linux");
  }

  private TestBase withHealthcheck() throws IOException {
    TestBase healthy = new TestBase(temp.resolve("healthy"));
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      healthy.add(
          platform,
          config ->
              config
                  .withObject("/config/Healthcheck")
                  .put("StartInterval", 5_000_000_000L)
                  .putArray("Test")
                  .add("CMD-SHELL")
                  .add("true"));
    }
    healthy.finish();
    return healthy;
  }

  @Test
  void aHealthCheckOfTheBaseMakesTheFormatDocker() throws IOException {
    TestRequest request = request();
    request.from = withHealthcheck().reference();
    request.annotations.put("org.acme", "kept");
    BuiltImage image = request.build();

    assertThat(image.index().mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(image.index().annotations()).containsEntry("org.acme", "kept");
    assertThat(image.manifest(0).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    assertThat(image.manifest(0).config().mediaType()).isEqualTo(MediaTypes.DOCKER_CONFIG);
    assertThat(image.manifest(0).layers())
        .extracting(Descriptor::mediaType)
        .containsOnly(MediaTypes.DOCKER_LAYER_GZIP);
    assertThat(image.config(0).path("config").path("Healthcheck"))
        .hasToString("{\"StartInterval\":5000000000,\"Test\":[\"CMD-SHELL\",\"true\"]}");
    assertThat(request.log.infos).anyMatch(line -> line.contains("inherited from base"));
  }

  @Test
  void inOciFormatAnInheritedHealthCheckIsDroppedAloud() throws IOException {
    TestRequest request = request();
    request.from = withHealthcheck().reference();
    request.format = Format.OCI;
    BuiltImage image = request.build();

    assertThat(image.manifest(0).mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(image.config(0).path("config").has("Healthcheck")).isFalse();
    assertThat(request.log.warnings).anyMatch(line -> line.contains("is dropped"));
  }

  @Test
  void aHealthCheckOfOurs() throws IOException {
    TestRequest request = request();
    request.healthcheck =
        new Healthcheck(
            List.of("CMD", "curl", "-f", "localhost"),
            Duration.ofSeconds(30),
            Duration.ofMillis(1500),
            null,
            Duration.ofSeconds(2),
            3);
    BuiltImage image = request.build();
    assertThat(image.config(0).path("config").path("Healthcheck"))
        .hasToString(
            "{\"Test\":[\"CMD\",\"curl\",\"-f\",\"localhost\"],\"Interval\":30000000000,"
                + "\"Timeout\":1500000000,\"StartInterval\":2000000000,\"Retries\":3}");
    assertThat(image.manifest(0).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);

    request.from = withHealthcheck().reference();
    request.healthcheck = new Healthcheck(List.of("NONE"), null, null, null, null, null);
    image = request.build();
    assertThat(image.manifest(0).mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(image.config(0).path("config").has("Healthcheck")).isFalse();
  }

  @Test
  void aDockerListWhereTheRegistryWantsOne() throws IOException {
    TestRequest request = request();
    request.dockerIndex = true;
    BuiltImage image = request.build();
    assertThat(image.record.requireIndex().mediaType()).isEqualTo(MediaTypes.DOCKER_LIST);
    assertThat(image.manifest(0).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
  }

  @Test
  void dockersBaseInOciFormatKeepsItsBytes() throws IOException {
    TestBase docker = new TestBase(temp.resolve("docker"));
    docker.docker = true;
    docker.layerType = MediaTypes.DOCKER_LAYER_GZIP;
    docker.add("linux/amd64", config -> {});
    docker.add("linux/arm64", config -> {});
    docker.finish();
    TestRequest request = request();
    request.from = docker.reference();
    BuiltImage image = request.build();

    assertThat(image.manifest(0).layers().get(0).mediaType()).isEqualTo(MediaTypes.OCI_LAYER_GZIP);
    assertThat(docker.layout.hasBlob(image.manifest(0).layers().get(0))).isTrue();
  }

  @Test
  void zstdStaysInOciAndIsRefusedByDocker() throws IOException {
    TestBase zstd = new TestBase(temp.resolve("zstd"));
    zstd.layerType = MediaTypes.OCI_LAYER_ZSTD; // the type counts: base layers are never opened
    zstd.add("linux/amd64", config -> {});
    zstd.finish();
    TestRequest request = request();
    request.from = zstd.reference();
    request.platforms = Platform.parseList("linux/amd64");
    assertThat(request.build().manifest(0).layers().get(0).mediaType())
        .isEqualTo(MediaTypes.OCI_LAYER_ZSTD);

    request.format = Format.DOCKER;
    assertThatThrownBy(request::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tar+zstd")
        .hasMessageContaining("image.format=oci");
    assertThat(temp.resolve("out/build.json")).doesNotExist();
  }

  @Test
  void aMissingPlatformIsNamedWithThoseThereAre() {
    TestRequest request = request();
    request.platforms = Platform.parseList("linux/amd64,linux/s390x");
    request.buildPlatforms = Platform.parseList("linux/amd64");
    assertThatThrownBy(request::build)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("nothing for linux/s390x")
        .hasMessageContaining("it has linux/amd64, linux/arm64:")
        .hasMessageContaining("image.platforms")
        .extracting(e -> ((ImageException) e).code().toString())
        .isEqualTo("IMG-3");
  }

  @Test
  void aDependencyThatIsNoJarYet() throws IOException {
    application.dependencies.add(
        new Dependency(application.classes, Kind.PROJECT, "com.acme:sibling:1"));
    assertThatThrownBy(() -> request().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("com.acme:sibling:1 is the folder");
  }

  @Test
  void warnsOfAnImageWithNothingToRun() throws IOException {
    TestRequest request = request();
    request.from = new BaseReference.Scratch();
    request.entrypoint = List.of("INHERIT");
    request.build();
    assertThat(request.log.warnings).anyMatch(line -> line.contains("nothing to run"));
  }

  @Test
  void aDamagedBaseIsNotBuiltUpon() throws IOException {
    Descriptor config =
        io.github.imagemaven.oci.Manifest.parse(
                base.layout.manifest(base.children.get(1).digest().toString()).orElseThrow())
            .config();
    Path blob = base.layout.blobPath(config.digest());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[20] ^= 1;
    Files.write(blob, bytes);
    assertThatThrownBy(() -> request().build())
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(config.digest().hex());
  }

  @Test
  void skopeoReadsAFullLayout() throws Exception {
    Peers.require("skopeo");
    TestRequest request = request();
    request.fullLayout = true;
    BuiltImage image = request.build();
    Path copy = temp.resolve("copy");
    Process skopeo =
        new ProcessBuilder(
                "skopeo", "copy", "--all", "oci:" + temp.resolve("out/layout"), "dir:" + copy)
            .redirectErrorStream(true)
            .start();
    String output;
    try (InputStream stream = skopeo.getInputStream()) {
      output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(skopeo.waitFor()).as(output).isZero();
    assertThat(Files.readAllBytes(copy.resolve("manifest.json")))
        .isEqualTo(image.raw(image.record.requireIndex()).bytes());
  }

  @Test
  void platformsInAnotherOrderAreTheSameImage() throws IOException {
    TestRequest turned = request();
    turned.buildPlatforms = Platform.parseList("linux/arm64,linux/amd64");
    BuiltImage whole = new TestRequestAt(temp.resolve("whole")).request().build();
    assertThat(turned.build().record.requireIndex().digest())
        .isEqualTo(whole.record.requireIndex().digest());
  }

  @Test
  void partsHaveOneFormatEvenIfOnePlatformsBaseHasAHealthCheck() throws IOException {
    TestBase half = new TestBase(temp.resolve("half"));
    half.add("linux/amd64", config -> {});
    half.add(
        "linux/arm64",
        config -> config.withObject("/config/Healthcheck").putArray("Test").add("CMD").add("true"));
    half.finish();
    List<Descriptor> parts = new ArrayList<>();
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      TestRequest part = new TestRequest(temp.resolve("part/" + platform), application.get());
      part.from = half.reference();
      part.buildPlatforms = Platform.parseList(platform);
      parts.addAll(part.build().record.manifests());
    }
    TestRequest whole = request();
    whole.from = half.reference();
    assertThat(parts).isEqualTo(whole.build().record.manifests());
    assertThat(parts).extracting(Descriptor::mediaType).containsOnly(MediaTypes.DOCKER_MANIFEST);
  }

  /** Whoever uses the image writes to /tmp and does not look into /root. */
  @ParameterizedTest
  @CsvSource({"tmp,1777", "tmp/app,1777", "var/tmp/app,1777", "root/app,700", "home/app,755"})
  void anApplicationBelowAFolderOfTheBaseLeavesItAsEveryBaseHasIt(String path, String mode)
      throws IOException {
    String root = "/" + path;
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.appRoot = root;
    application.owner = "1000:1000";
    BuiltImage image = new TestRequest(temp.resolve("out"), application.get()).build();
    String folder = root.endsWith("/app") ? root.substring(0, root.length() - 4) : root;
    for (String layer : image.layerNames()) {
      TarEntry entry = image.entries(layer).get(folder + "/");
      assertThat(Integer.toOctalString(entry.mode())).as(layer).isEqualTo(mode);
      assertThat(entry.uid()).as(layer).isZero();
    }
    if (!root.equals(folder)) {
      assertThat(image.entries("classes").get(root + "/").uid()).isEqualTo(1000);
    }
  }

  @Test
  void anApplicationInThePlaceOfALinkOfTheBaseIsRefused() throws IOException {
    TestApplication application = TestApplication.usual(temp.resolve("project"));
    application.appRoot = "/var/run/app";
    TestRequest request = new TestRequest(temp.resolve("out"), application.get());
    request.from = TestBase.usual(temp.resolve("base")).reference();
    assertThatThrownBy(request::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/var/run is a symbolic link in many bases")
        .hasMessageContaining("Put it below /run")
        .hasMessageContaining("image.appRoot");
  }

  @Test
  void platformsThatTheBaseHasAsOneAreInTheImageOnce() throws IOException {
    TestBase arm = new TestBase(temp.resolve("arm"));
    arm.add("linux/arm/v7", config -> {});
    arm.finish();
    TestRequest request = request();
    request.from = arm.reference();
    request.platforms = Platform.parseList("linux/arm,linux/arm/v7");
    BuiltImage image = request.build();
    assertThat(image.index().manifests())
        .singleElement()
        .satisfies(child -> assertThat(child.platform()).hasToString("linux/arm/v7"));
    assertThat(image.record.manifests()).isEqualTo(image.index().manifests());
    assertThat(request.log.infos)
        .anyMatch(line -> line.endsWith("linux/arm/v7 is in the image once"));
  }

  @Test
  void damagedConfigsAndManifestsAreWrittenAgain() throws IOException {
    BuiltImage first = request().build();
    List<Descriptor> small =
        List.of(
            first.record.requireIndex(),
            first.record.manifests().get(0),
            first.manifest(0).config());
    for (Descriptor blob : small) {
      Path file = first.layout.blobPath(blob.digest());
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2]++;
      Files.write(file, bytes);
    }
    request().build();
    for (Descriptor blob : small) {
      assertThat(blob.digest().matches(Files.readAllBytes(first.layout.blobPath(blob.digest()))))
          .isTrue();
    }
  }
}
