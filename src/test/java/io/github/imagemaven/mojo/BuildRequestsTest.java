package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.JavaApplication.Packaging;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildRequestsTest {
  private static final String DIGEST = Digest.ofBytes(new byte[0]).toString();

  @TempDir File basedir;
  private MavenProject project;
  private final Properties user = new Properties();
  private Commit commit;
  private String release;

  @BeforeEach
  void project() {
    Model model = new Model();
    model.setArtifactId("app");
    model.setBuild(new Build());
    model.getBuild().setDirectory(new File(basedir, "target").getPath());
    project = new MavenProject(model);
    project.setFile(new File(basedir, "pom.xml"));
  }

  private BuildRequest request(Packaging packaging, int java, String... settings) {
    Map<String, String> defaults = new HashMap<>();
    for (String name :
        List.of(
            "from",
            "healthcheck",
            "ports",
            "volumes",
            "user",
            "workdir",
            "entrypoint",
            "args",
            "stopSignal",
            "mirror")) {
      defaults.put(name, "");
    }
    defaults.putAll(
        Map.of("name", "App", "platforms", "linux/amd64,linux/arm64", "buildPlatforms", "all"));
    defaults.putAll(Map.of("format", "auto", "index", "oci", "layout", "sparse"));
    Properties properties = new Properties();
    properties.putAll(project.getProperties());
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty("image." + settings[i], settings[i + 1]);
    }
    JavaApplication application =
        new JavaApplication(
            packaging,
            Path.of("/a"),
            Path.of("/c"),
            List.of(),
            null,
            List.of(),
            List.of(),
            null,
            null,
            java);
    Settings read = new Settings(defaults, Map.of(), user, properties);
    Problems problems = new Problems();
    PlatformSettings platforms = PlatformSettings.of(read, problems);
    BuildRequest request =
        BuildRequests.of(read, project, platforms, application, commit, release, problems);
    problems.throwIfAny();
    return request;
  }

  @ParameterizedTest
  @CsvSource({"8,8", "9,11", "17,17", "18,21", "22,25", "25,25", "26,26"})
  void theDefaultBaseIsTheNextLongTermRelease(int release, int expected) {
    assertThat(request(Packaging.JAR, release).from())
        .hasToString("docker.io/library/eclipse-temurin:" + expected + "-jre");
  }

  @Test
  void theDefaultBaseOfAWarIsToldWhatToDeploy() {
    BuildRequest request = request(Packaging.WAR, 17);
    assertThat(request.from()).hasToString("docker.io/library/jetty:12-jre17");
    assertThat(request.container().args()).first().asString().startsWith("--module=ee10-deploy");
    assertThat(request(Packaging.WAR, 17, "args", "x").container().args()).containsExactly("x");
    assertThat(request(Packaging.WAR, 17, "from", "tomcat:11").container().args()).isNull();
    String pinned = "docker.io/library/jetty:12-jre17@sha256:" + "0".repeat(64);
    assertThat(request(Packaging.WAR, 17, "from", pinned).container().args())
        .isEqualTo(request.container().args());
  }

  /** A program of that name there is none. */
  @Test
  void inheritHasCapitals() {
    assertThatThrownBy(() -> request(Packaging.JAR, 17, "entrypoint", "inherit"))
        .hasMessageContainingAll("image.entrypoint 'inherit'", "INHERIT, in capitals");
    assertThat(request(Packaging.JAR, 17, "entrypoint", "INHERIT").container().entrypoint())
        .containsExactly("INHERIT");
  }

  /** Docker Hub has no image of that name, nor takes one. */
  @Test
  void scratchInCapitalsIsNoImageOfDockerHub() {
    assertThatThrownBy(() -> request(Packaging.JAR, 17, "from", "Scratch"))
        .hasMessageContainingAll("image.from 'Scratch'", "expected scratch");
    assertThatThrownBy(() -> request(Packaging.JAR, 17, "from", "docker://ghcr.io/acme/base:1"))
        .hasMessageContainingAll("image.from 'docker://", "without scheme, ghcr.io/acme/base:1");
    assertThatThrownBy(() -> request(Packaging.JAR, 17, "from", "oci:~/base:1"))
        .hasMessageContainingAll("image.from 'oci:~/base:1'", "oci:${user.home}/base:1");
  }

  @Test
  void aLayoutIsRelativeToTheModule() {
    Path base = basedir.toPath().resolve("b/base");
    assertThat(request(Packaging.JAR, 17, "from", "oci:b/base:17").from())
        .isEqualTo(new BaseReference.InLayout(base, "17", null));
    assertThat(request(Packaging.JAR, 17, "from", "oci:b/base").from())
        .isEqualTo(new BaseReference.InLayout(base, null, null));
    assertThat(request(Packaging.JAR, 17, "from", "oci:b/base@" + DIGEST).from())
        .isEqualTo(new BaseReference.InLayout(base, null, Digest.of(DIGEST)));
  }

  @Test
  void malformedBasesAreNamed() {
    assertThatThrownBy(() -> request(Packaging.JAR, 17, "from", "oci:"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.from");
    assertThatThrownBy(() -> request(Packaging.JAR, 17, "from", "ghcr.io/Über:1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.from", "ghcr.io/Über:1");
  }

  @Test
  void everyWrongSettingIsNamed() {
    assertThatThrownBy(
            () ->
                request(
                    Packaging.JAR,
                    17,
                    "platforms",
                    "amd64",
                    "from",
                    "oci:",
                    "format",
                    "tar",
                    "args",
                    "'open"))
        .hasMessageStartingWith("4 problems:")
        .hasMessageContainingAll("image.platforms", "image.from", "image.format", "image.args");
  }

  @Test
  void theCommitIsALabelWhereItIsKnown() {
    assertThat(request(Packaging.JAR, 17, "labels.a", "b").description().labels())
        .containsExactly(Map.entry("a", "b"), Map.entry("io.github.imagemaven.name", "app"));
    commit = new Commit("c".repeat(40), null);
    assertThat(request(Packaging.JAR, 17, "labels.a", "b", "labels.z", "y").description().labels())
        .containsExactly(
            Map.entry("a", "b"),
            Map.entry("io.github.imagemaven.name", "app"),
            Map.entry("io.github.imagemaven.revision", commit.id()),
            Map.entry("z", "y"));
  }

  @Test
  void aReleaseAndTheTimeOfItsCommitAreLabelsForLaterRuns() {
    commit = new Commit("c".repeat(40), Instant.parse("2026-11-24T06:00:00Z"));
    release = "1.2.3";
    BuildRequest request = request(Packaging.JAR, 17);
    assertThat(request.description().labels())
        .containsExactly(
            Map.entry("io.github.imagemaven.committed", "2026-11-24T06:00:00Z"),
            Map.entry("io.github.imagemaven.name", "app"),
            Map.entry("io.github.imagemaven.revision", commit.id()),
            Map.entry("io.github.imagemaven.version", "1.2.3"));
    assertThat(request.standard().version()).isEqualTo("1.2.3");
    assertThat(request.standard().created()).isEqualTo(commit.time());
  }

  /** 1970 stands in a config where nobody knows; as a label it would be taken for true. */
  @Test
  void aTimeThatNobodyKnowsIsNoLabel() {
    assertThat(request(Packaging.JAR, 17).standard().created()).isNull();
    project.getProperties().setProperty("project.build.outputTimestamp", "1700000000");
    assertThat(request(Packaging.JAR, 17).standard().created())
        .isEqualTo(Instant.ofEpochSecond(1700000000));
  }

  @Test
  void anImageIsAsOldAsItsCommitAndItsFilesAreNot() {
    assertThat(request(Packaging.JAR, 17).created()).isEqualTo(Instant.EPOCH);
    commit = new Commit("c".repeat(40), null);
    assertThat(request(Packaging.JAR, 17).created()).isEqualTo(Instant.EPOCH);
    Instant ofCommit = Instant.parse("2026-11-24T06:00:00Z");
    commit = new Commit("c".repeat(40), ofCommit);
    assertThat(request(Packaging.JAR, 17).created()).isEqualTo(ofCommit);
    assertThat(request(Packaging.JAR, 17).modified()).isEqualTo(Instant.EPOCH);

    project.getProperties().setProperty("project.build.outputTimestamp", "1700000000");
    Instant written = Instant.ofEpochSecond(1700000000);
    assertThat(request(Packaging.JAR, 17).created()).isEqualTo(written);
    assertThat(request(Packaging.JAR, 17).modified()).isEqualTo(written);
  }

  @Test
  void theTimeOfTheCommandLineWinsAsForTheJar() {
    project.getProperties().setProperty("project.build.outputTimestamp", "1700000000");
    user.setProperty("project.build.outputTimestamp", "1600000000");
    assertThat(request(Packaging.JAR, 17).created()).isEqualTo(Instant.ofEpochSecond(1600000000));
  }

  /** As the jar's may: git-commit-id-maven-plugin sets one when it has run. */
  @Test
  void aTimeMayComeFromAnotherPlugin() {
    project.getProperties().setProperty("project.build.outputTimestamp", "${git.commit.time}");
    assertThatThrownBy(() -> request(Packaging.JAR, 17))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("project.build.outputTimestamp", "${git.commit.time}");
    project.getProperties().setProperty("git.commit.time", "2026-11-24T06:00:00Z");
    assertThat(request(Packaging.JAR, 17).created())
        .isEqualTo(Instant.parse("2026-11-24T06:00:00Z"));
  }

  @Test
  void nobodySetsALabelOfOurs() {
    for (String key : List.of("revision", "anything")) {
      assertThatThrownBy(
              () -> request(Packaging.JAR, 17, "labels.io.github.imagemaven." + key, "mine"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("image.labels.io.github.imagemaven." + key)
          .hasMessageNotContaining("mine");
    }
  }

  @Test
  void nativeIsThePlatformOfThisMachine() {
    BuildRequest request = request(Packaging.JAR, 17, "buildPlatforms", "native");
    assertThat(request.buildPlatforms()).hasSize(1);
    assertThat(request.platforms()).containsAll(request.buildPlatforms());
    assertThatThrownBy(
            () ->
                request(Packaging.JAR, 17, "buildPlatforms", "native", "platforms", "linux/s390x"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("native", "linux/s390x");
  }
}
