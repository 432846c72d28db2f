package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.EngineOptions.Secret;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.build.engine.Machine;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found wrong before an engine is started. */
class EnginePlanTest {
  @TempDir Path temp;
  private Path module;
  private Path context;
  private String name = "Containerfile";
  private @Nullable String target;
  private Format format = Format.AUTO;
  private String platforms = "linux/amd64";
  private Map<String, String> buildArgs = Map.of();
  private List<Engine.Kind> engines = List.of(Engine.Kind.values());

  private EngineOptions.Pull pull = EngineOptions.Pull.USUAL;
  private EngineOptions.Network network = EngineOptions.Network.DEFAULT;
  private BuildCache cache = BuildCache.NONE;
  private @Nullable Duration limit;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> ulimits = List.of();
  private Map<String, Secret> secrets = Map.of();

  @BeforeEach
  void make() throws IOException {
    module = Files.createDirectories(temp.resolve("module"));
    context = module;
    environment.put("PATH", temp.resolve("bin").toString());
    Files.createDirectories(temp.resolve("bin"));
    Files.createDirectories(temp.resolve("binfmt"));
    Files.writeString(temp.resolve("binfmt/status"), "enabled\n");
    write("FROM scratch\n");
  }

  private void write(String text) throws IOException {
    Files.writeString(module.resolve(name), text);
  }

  private void install(String program, String says) throws IOException {
    Path file = temp.resolve("bin").resolve(program);
    Files.writeString(file, "#!/bin/sh\necho '" + says + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private BuildRequest request() {
    return new BuildRequest(
        "app",
        module.resolve("target/image"),
        new BaseReference.OfContainerfile("Containerfile"),
        Platform.parseList(platforms),
        Platform.parseList(platforms),
        format,
        false,
        false,
        Instant.EPOCH,
        Instant.EPOCH,
        StandardLabels.none(),
        Description.NONE,
        ContainerSettings.none(),
        new ContainerfileSource(
            module,
            module.resolve("target/image"),
            module.resolve(name),
            context,
            target,
            buildArgs,
            engines,
            new EngineOptions(null, pull, network, ulimits, secrets, cache, limit)));
  }

  private EnginePlan plan() throws IOException {
    return EnginePlan.of(
        request(), new Engines(environment), new Machine("amd64", temp.resolve("binfmt")));
  }

  private void refused(Code code, String... words) {
    assertThatThrownBy(
            () -> {
              RequestCheck.check(request());
              plan();
            })
        .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void theFirstThatIsInstalled() throws IOException {
    install("podman", "podman version 4.3.1");
    assertThat(plan().engine()).hasToString("podman 4.3.1");
    install("buildah", "buildah version 1.28.2 (image-spec 1.1.0-rc2, runtime-spec 1.0.2-dev)");
    assertThat(plan().engine()).hasToString("buildah 1.28.2");
    engines = List.of(Engine.Kind.PODMAN);
    assertThat(plan().engine()).hasToString("podman 4.3.1");
  }

  @Test
  void noEngine() {
    refused(
        Code.ENGINE,
        "no engine",
        "neither buildah nor podman nor docker",
        "apt-get install buildah");
    engines = List.of(Engine.Kind.PODMAN);
    refused(Code.ENGINE, "image.engine is podman, which is not in PATH", "leave image.engine out");
  }

  @Test
  void anEngineThatIsNone() throws IOException {
    install("buildah", "hello");
    refused(Code.ENGINE, "buildah --version does not say a version");
  }

  @Test
  void tooOldForAHereDocument() throws IOException {
    install("buildah", "buildah version 1.34.0 (image-spec 1.1.0)");
    write("FROM a\nRUN <<EOF\nid\nEOF\n");
    refused(
        Code.ENGINE,
        "Containerfile cannot be built: buildah 1.34.0 takes no here-document (line 2) before 1.35",
        "install buildah 1.35 or podman 5.0");
    install("podman", "podman version 5.0.0-rc1");
    assertThat(plan().engine()).as("the first that can").hasToString("podman 5.0.0-rc1");
    install("buildah", "buildah version 1.35.0");
    assertThat(plan().engine()).hasToString("buildah 1.35.0");
  }

  /** Docker's buildx as its command says what it is; the first line of the server's answer. */
  private void installDocker(String version, String inspect, String info) throws IOException {
    install("docker", "");
    Files.writeString(
        temp.resolve("bin/docker"),
        """
        #!/bin/sh
        echo "$*" >> %s
        case "$*" in
          "buildx version") echo "%s" ;;
          "buildx inspect") echo "Name: default"; echo "%s" ;;
          info*) echo '%s' ;;
        esac
        """
            .formatted(temp.resolve("asked"), version, inspect, info));
  }

  private static final String BUILDX = "github.com/docker/buildx v0.13.1 788433953af1";

  @Test
  void dockerIsTheLast() throws IOException {
    installDocker(BUILDX, "Driver: docker-container", "");
    assertThat(plan().engine()).hasToString("docker buildx 0.13.1");
    assertThat(plan().engine().builder().exports()).isTrue();
    install("podman", "podman version 4.3.1");
    Files.delete(temp.resolve("asked"));
    assertThat(plan().engine()).hasToString("podman 4.3.1");
    assertThat(temp.resolve("asked")).as("nobody waits for Docker").doesNotExist();
    write("FROM a\nRUN <<EOF\nid\nEOF\n");
    assertThat(plan().engine()).as("the first that can").hasToString("docker buildx 0.13.1");
  }

  @Test
  void dockersOwnStoreWritesNoFolder() throws IOException {
    installDocker(BUILDX, "Driver: docker", "[[\"Backing Filesystem\",\"extfs\"]]");
    assertThat(plan().engine().builder().exports()).isFalse();
    installDocker(BUILDX, "Driver: docker", "[[\"driver-type\",\"io.containerd.snapshotter.v1\"]]");
    assertThat(plan().engine().builder().exports()).isTrue();
  }

  @Test
  void aDockerThatDoesNotAnswer() throws IOException {
    installDocker(BUILDX, "Driver:\nError: Cannot connect to unix:///x.sock.", "");
    refused(
        Code.ENGINE,
        "Docker does not answer (Cannot connect to unix:///x.sock.): start it",
        "DOCKER_HOST");
    engines = List.of(Engine.Kind.DOCKER);
    refused(Code.ENGINE, "Docker does not answer (Cannot connect to unix:///x.sock.): start it");
    installDocker("docker: 'buildx' is not a docker command.", "", "");
    refused(Code.ENGINE, "has no buildx", "docker-buildx-plugin");
    installDocker("github.com/docker/buildx v0.9.1 ed00243", "Driver: docker-container", "");
    refused(Code.ENGINE, "docker buildx 0.9.1 is older than 0.10");
  }

  /** It may build on another machine, or bring an emulator along. */
  @Test
  void platformsThatDockersBuilderRuns() throws IOException {
    install("buildah", "buildah version 1.28.2");
    platforms = "linux/amd64,linux/s390x";
    write("FROM a\nRUN id\n");
    installDocker(BUILDX, "Driver: remote\nPlatforms: linux/amd64*, linux/s390x, linux/386", "");
    assertThat(plan().engine()).hasToString("docker buildx 0.13.1");
    installDocker(BUILDX, "Driver: remote\nPlatforms: linux/amd64*, linux/386", "");
    refused(
        Code.ENGINE,
        "buildah 1.28.2 on this machine",
        "docker buildx 0.13.1 has a builder that runs programs of linux/s390x for RUN steps"
            + " neither",
        "image.buildPlatforms=native");
    installDocker(BUILDX, "Driver: docker-container\nStatus: inactive", "");
    assertThat(plan().engine()).as("it does not say").isNotNull();
  }

  /** An engine that is broken is no reason to fail where another one can. */
  @Test
  void aBrokenEngineIsPassedOver() throws IOException {
    install("buildah", "hello");
    install("podman", "podman version 4.3.1");
    assertThat(plan().engine()).hasToString("podman 4.3.1");
  }

  @Test
  void eachEngineIsAskedOnceASession() throws IOException {
    installDocker(BUILDX, "Driver: docker", "");
    Engines session = new Engines(environment, new ConcurrentHashMap<>());
    for (int i = 0; i < 3; i++) {
      EnginePlan.of(request(), session, new Machine("amd64", temp.resolve("binfmt")));
    }
    assertThat(Files.readAllLines(temp.resolve("asked"))).hasSize(3).doesNotHaveDuplicates();
  }

  /** What an engine would pass over in silence. */
  @Test
  void whatAnEngineCannotHonour() throws IOException {
    install("buildah", "buildah version 1.27.0");
    cache = new BuildCache("ghcr.io/acme/cache", null);
    refused(Code.ENGINE, "buildah 1.27.0 has no cache in a registry before 1.28");
    install("buildah", "buildah version 1.28.2");
    assertThat(plan().engine()).hasToString("buildah 1.28.2");
    cache = new BuildCache("type=gha", null);
    refused(Code.ENGINE, "buildah 1.28.2 has caches in registries alone, and not 'type=gha'");
    cache = BuildCache.NONE;
    network = EngineOptions.Network.NONE;
    assertThat(plan().engine()).hasToString("buildah 1.28.2");
    environment.put("BUILDAH_ISOLATION", "chroot");
    refused(
        Code.ENGINE, "buildah 1.28.2 keeps no step off the network", "BUILDAH_ISOLATION=chroot");
  }

  @Test
  void whatBuildxCannotHonour() throws IOException {
    installDocker(BUILDX, "Driver: docker\nBuildKit version: v0.8+unknown", "");
    ulimits = List.of("nofile=1:2");
    refused(Code.ENGINE, "a BuildKit before 0.10", "image.ulimits");
    ulimits = List.of();
    write("FROM a\nRUN <<EOF\nid\nEOF\n");
    refused(Code.ENGINE, "takes no here-document (line 2) with a BuildKit before 0.10");
    write("# syntax=docker/dockerfile:1\nFROM a\nRUN <<EOF\nid\nEOF\n");
    assertThat(plan().engine()).isNotNull();
    cache = new BuildCache(null, "ghcr.io/acme/cache");
    refused(Code.ENGINE, "puts no cache anywhere (image.cacheTo)", "docker buildx create --use");
    cache = BuildCache.NONE;
    pull = EngineOptions.Pull.MISSING;
    assertThat(plan().engine()).isNotNull();
    pull = EngineOptions.Pull.NEVER;
    refused(Code.ENGINE, "asks registries for bases whatever it has", "mvn -o");
    installDocker(BUILDX, "Driver: docker-container\nBuildKit version: v0.16.0", "");
    pull = EngineOptions.Pull.MISSING;
    refused(Code.ENGINE, "asks registries for bases whatever it has");
    pull = EngineOptions.Pull.USUAL;
    ulimits = List.of("nofile=1:2");
    cache = new BuildCache("type=gha", null);
    assertThat(plan().engine()).isNotNull();
  }

  /** buildah and podman have it preprocessed; to BuildKit its lines with # are comments. */
  @Test
  void aFileForAPreprocessor() throws IOException {
    name = "Containerfile.in";
    write("#define BASE scratch\nFROM BASE\n");
    installDocker(BUILDX, "Driver: docker-container", "");
    refused(
        Code.ENGINE, "docker buildx 0.13.1 has no preprocessor for Containerfile.in", "buildah");
    install("buildah", "buildah version 1.28.2");
    assertThat(plan().engine()).hasToString("buildah 1.28.2");
  }

  @Test
  void aCacheThatIsNone() throws IOException {
    install("buildah", "buildah version 1.28.2");
    for (String none : List.of("acme/cache", "ghcr.io/acme/cache:1", "ghcr.io", "ghcr.io/A")) {
      cache = new BuildCache(none, none);
      refused(Code.CONFIGURATION, "image.cacheFrom '" + none, "image.cacheTo '" + none);
    }
    platforms = "linux/amd64,linux/arm64";
    cache = new BuildCache("type=gha", "type=gha");
    refused(Code.CONFIGURATION, "the last would overwrite the others", "{platform}");
    limit = Duration.ZERO;
    cache = BuildCache.NONE;
    refused(Code.CONFIGURATION, "image.buildTimeout '0' is not valid");
  }

  @Test
  void aPlatformThatNobodyRuns() throws IOException {
    install("buildah", "buildah version 1.28.2");
    platforms = "linux/amd64,linux/s390x";
    assertThat(plan().engine()).as("without RUN nothing has to run").isNotNull();
    write("FROM a\nRUN id\n");
    refused(
        Code.ENGINE,
        "buildah 1.28.2 on this machine, linux/amd64, runs programs of linux/s390x for RUN steps",
        "neither natively nor by binfmt",
        "image.buildPlatforms=native",
        "qemu-user-static");
  }

  /** Engines take it, in a comment as in a step. */
  /** Where the image would say it is of one platform and be of another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM --platform=linux/amd64 a AS b\nRUN x\nFROM c\n",
        "FROM --platform=linux/amd64 a AS b\nFROM scratch\nCOPY --from=c /x /x\n",
        "FROM z AS y\nFROM --platform=linux/amd64 a\nFROM y\nRUN --mount=from=c,target=/c x\n",
        "ARG P=linux/amd64\nFROM --platform=$P a\nRUN x\nFROM $C\n",
        "FROM --platform=$BUILDPLATFORM a AS b\nRUN x\nFROM c\n"
      })
  void anImageOfAnotherPlatform(String file) throws IOException {
    Files.delete(temp.resolve("binfmt/status")); // nobody can tell what else it runs
    platforms = "linux/amd64,linux/arm64";
    write(file);
    int line = file.split("\n").length;
    String version = file.contains("BUILDPLATFORM") ? "1.39.3" : "1.28.2";
    install("buildah", "buildah version " + version);
    refused(
        Code.ENGINE,
        "buildah " + version + " takes the image of line " + line + " for the platform that",
        "FROM --platform=$TARGETPLATFORM");
    installDocker(BUILDX, "Driver: docker-container", "");
    assertThat(plan().engine()).hasToString("docker buildx 0.13.1");
    platforms = "linux/amd64";
    assertThat(plan().engine()).hasToString("buildah " + version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM --platform=linux/amd64 a AS b\n"
            + "FROM --platform=$TARGETPLATFORM c\n"
            + "COPY --from=d x x\n",
        "FROM --platform=linux/amd64 a AS b\nFROM --platform=linux/${TARGETARCH} c\n",
        "FROM --platform=linux/amd64 a AS b\nFROM scratch\nCOPY --from=b x x\nCOPY --from=0 x x\n",
        "FROM c AS d\nCOPY --from=e x x\nFROM --platform=linux/amd64 a AS B\nFROM d\n",
        "FROM --platform=$TARGETPLATFORM a AS b\nFROM c\n",
        "FROM a AS b\nFROM c\nFROM --platform=linux/amd64 d\nFROM e\n"
      })
  void imagesOfThePlatform(String file) throws IOException {
    platforms = "linux/amd64,linux/arm64";
    target = file.endsWith("FROM e\n") ? "1" : null;
    write(file);
    install("buildah", "buildah version 1.39.3");
    assertThat(plan().engine()).hasToString("buildah 1.39.3");
  }

  /** buildah 1.28 has nothing for BUILDPLATFORM, and builds for the target. */
  @Test
  void aPlatformThatAnEngineDoesNotKnow() throws IOException {
    platforms = "linux/amd64,linux/arm64";
    write("FROM --platform=$BUILDPLATFORM a AS b\nFROM c\n");
    install("buildah", "buildah version 1.28.2");
    assertThat(plan().engine()).hasToString("buildah 1.28.2");
  }

  @Test
  void aFileThatIsNoUtf8() throws IOException {
    install("buildah", "buildah version 1.28.2");
    byte[] text = "# f\u00fcr alle\nFROM scratch AS run\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(module.resolve("Containerfile"), text);
    assertThat(plan().file().stages()).containsExactly("run");
  }

  @Test
  void noFile() throws IOException {
    install("buildah", "buildah version 1.28.2");
    Files.delete(module.resolve("Containerfile"));
    refused(
        Code.CONFIGURATION,
        "image.containerfile is 'Containerfile', and there is no file "
            + module.resolve("Containerfile"));
  }

  @Test
  void noContext() {
    context = module.resolve("nowhere");
    refused(Code.CONFIGURATION, "image.context is '" + context + "', and there is no such folder");
  }

  /** What a plugin has yet to make is asked for when it is needed. */
  @Test
  void aContextThatIsYetToBeMade() throws IOException {
    install("buildah", "buildah version 1.28.2");
    context = module.resolve("target/docker");
    Problems problems = new Problems();
    RequestCheck.check(request(), problems);
    assertThat(problems.all()).isEmpty();
    refused(Code.CONFIGURATION, "there is no such folder");
  }

  @Test
  void aContextOutsideOfTheModule() throws IOException {
    context = temp;
    refused(Code.CONFIGURATION, "image.context", "outside of the module " + module);
    context = module.resolve("..");
    refused(Code.CONFIGURATION, "outside of the module " + module);
    context = Files.createSymbolicLink(module.resolve("link"), temp.resolve("bin"));
    refused(Code.CONFIGURATION, "outside of the module " + module);
  }

  @Test
  void noSuchStage() throws IOException {
    target = "run";
    write("FROM a AS build\n");
    refused(Code.CONFIGURATION, "image.target is 'run'", "only [build]");
  }

  @Test
  void aHealthCheckInOci() throws IOException {
    install("buildah", "buildah version 1.28.2");
    format = Format.OCI;
    write("FROM a\nHEALTHCHECK CMD true\n");
    refused(Code.CONFIGURATION, "HEALTHCHECK in Containerfile and image.format=oci contradict");
  }

  @Test
  void aSecretThatIsNotThere() throws IOException {
    install("buildah", "buildah version 1.28.2");
    secrets = Map.of("npm", new Secret.InFile(module.resolve(".npmrc")));
    refused(Code.CONFIGURATION, "image.secrets.npm is in a file", module.resolve(".npmrc") + ":");
    secrets = Map.of("npm", new Secret.InVariable("NPM_TOKEN"));
    refused(Code.CONFIGURATION, "image.secrets.npm", "NPM_TOKEN, which is not set or empty");
    secrets = Map.of("a,b", new Secret.InVariable("PATH"));
    refused(Code.CONFIGURATION, "image.secrets.a,b");
    Path comma = Files.createFile(module.resolve("a,b"));
    secrets = Map.of("npm", new Secret.InFile(comma));
    refused(Code.CONFIGURATION, "a comma in its path");
  }

  @Test
  void aLimitThatIsNone() {
    ulimits = List.of("nofile=1:2", "nofile");
    refused(Code.CONFIGURATION, "image.ulimits 'nofile' is not valid");
  }

  @Test
  void anArgumentThatIsNone() {
    buildArgs = Map.of("A.B", "x");
    refused(Code.CONFIGURATION, "image.buildArgs.A.B");
  }
}
