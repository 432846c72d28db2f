package io.github.imagemaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.EngineOptions.Secret;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Machine;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found wrong before an engine is started. */
class EnginePlanTest {
  @TempDir Path temp;
  private Path module;
  private Path context;
  private @Nullable String target;
  private Format format = Format.AUTO;
  private String platforms = "linux/amd64";
  private Map<String, String> buildArgs = Map.of();
  private List<Engine.Kind> engines = List.of(Engine.Kind.values());

  private List<String> ulimits = List.of();
  private Map<String, Secret> secrets = Map.of();

  @BeforeEach
  void make() throws IOException {
    module = Files.createDirectories(temp.resolve("module"));
    context = module;
    Files.createDirectories(temp.resolve("bin"));
    Files.createDirectories(temp.resolve("binfmt"));
    Files.writeString(temp.resolve("binfmt/status"), "enabled\n");
    write("FROM scratch\n");
  }

  private void write(String text) throws IOException {
    Files.writeString(module.resolve("Containerfile"), text);
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
            module.resolve("Containerfile"),
            context,
            target,
            buildArgs,
            engines,
            new EngineOptions(null, EngineOptions.Pull.USUAL, ulimits, secrets)));
  }

  private EnginePlan plan() throws IOException {
    return EnginePlan.of(
        request(),
        Map.of("PATH", temp.resolve("bin").toString()),
        new Machine("amd64", temp.resolve("binfmt")));
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
    refused(Code.ENGINE, "no engine", "neither buildah nor podman", "apt-get install buildah");
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
        "Containerfile has a here-document in line 2, and buildah 1.34.0 takes none before 1.35",
        "install buildah 1.35 or podman 5.0");
    install("podman", "podman version 5.0.0-rc1");
    assertThat(plan().engine()).as("the first that can").hasToString("podman 5.0.0-rc1");
    install("buildah", "buildah version 1.35.0");
    assertThat(plan().engine()).hasToString("buildah 1.35.0");
  }

  @Test
  void aPlatformThatNobodyRuns() throws IOException {
    install("buildah", "buildah version 1.28.2");
    platforms = "linux/amd64,linux/s390x";
    assertThat(plan().engine()).as("without RUN nothing has to run").isNotNull();
    write("FROM a\nRUN id\n");
    refused(
        Code.ENGINE,
        "programs of linux/s390x neither natively nor by binfmt",
        "this machine, linux/amd64",
        "image.buildPlatforms=native",
        "qemu-user-static");
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
