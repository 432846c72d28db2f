package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all workflows of this repository, beside what actionlint says. */
class WorkflowsTest {
  private static final String PINNED = "uses: [a-z]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9.]+";

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void actionsArePinnedByCommit(Path file) throws IOException {
    List<String> uses =
        Files.readAllLines(file).stream().filter(line -> line.contains("uses:")).toList();
    assertThat(uses).isNotEmpty().allMatch(line -> line.strip().replace("- ", "").matches(PINNED));
  }

  @ParameterizedTest
  @MethodSource("files")
  void rightsAreGivenToJobsOnly(Path file) throws IOException {
    assertThat(Files.readString(file)).contains("\npermissions:\n  contents: read\n\n");
  }

  private static List<String> scripts(Path file) throws IOException {
    List<String> scripts =
        Node.parse(Files.readString(file)).child("jobs").children().stream()
            .flatMap(job -> job.child("steps").children().stream())
            .map(step -> step.text("run"))
            .filter(Objects::nonNull)
            .toList();
    assertThat(scripts).isNotEmpty();
    return scripts;
  }

  /** A ref's name in a script would be run; in a variable it is text. */
  @ParameterizedTest
  @MethodSource("files")
  void noScriptHasAnExpressionInIt(Path file) throws IOException {
    assertThat(scripts(file)).noneMatch(script -> script.contains("${{"));
  }

  /** So that the signal of a run that is cancelled reaches Maven. */
  @ParameterizedTest
  @MethodSource("files")
  void mavenTakesThePlaceOfTheShellThatPublishes(Path file) throws IOException {
    assertThat(scripts(file))
        .filteredOn(script -> script.matches("(?s).*mvn .*( deploy | image:manifest ).*"))
        .allMatch(script -> script.contains("exec mvn "));
  }

  @Test
  void theWorkflowsThatPublishAreRunnable() throws IOException {
    for (String name : List.of("build-images.yml", "publish-images.yml")) {
      Workflow workflow = WorkflowFile.read(Path.of(".github/workflows", name));
      assertThat(workflow.jobs()).containsOnlyKeys("prepare", "build", "manifest");
    }
  }

  /** It runs in a folder that the host's user owns, and checkout's word for git is gone by then. */
  @Test
  void inAContainerGitIsToldWhoseFilesItMayRead() throws IOException {
    for (Path file : files()) {
      for (Node job : Node.parse(Files.readString(file)).child("jobs").children()) {
        if (!job.child("container").children().isEmpty()) {
          assertThat(job.child("steps").children())
              .anyMatch(step -> String.valueOf(step.text("run")).contains("safe.directory"));
        }
      }
    }
  }

  /**
   * setup-java keeps what the first job to end has fetched, and never adds to it: a job that
   * validates must not keep its few jars under the key of the one that builds.
   */
  @Test
  void theJobThatBuildsHasMavensCacheForItself() throws IOException {
    List<Workflow> workflows =
        List.of(
            WorkflowFile.read(Path.of(".github/workflows/build-images.yml")),
            WorkflowFile.read(Path.of(".github/workflows/publish-images.yml")),
            WorkflowFile.parse(Readme.of(Path.of("")).whole()));
    for (Workflow workflow : workflows) {
      String paths = paths(workflow, "prepare");
      assertThat(paths).isEqualTo(paths(workflow, "manifest"));
      assertThat(paths.lines()).containsExactly("**/pom.xml", ".github/workflows/*.yml");
      assertThat(paths(workflow, "build")).isEmpty();
    }
  }

  private static String paths(Workflow workflow, String job) {
    return workflow.jobs().get(job).steps().stream()
        .filter(step -> String.valueOf(step.uses()).startsWith("actions/setup-java@"))
        .map(step -> step.with().getOrDefault("cache-dependency-path", ""))
        .collect(Collectors.joining());
  }

  /** buildah and podman put results of steps into a registry themselves. */
  @Test
  void aBuilderForTheCacheIsMadeWhereThereIsDocker(@TempDir Path folder) throws Exception {
    Workflow workflow = WorkflowFile.read(Path.of(".github/workflows/publish-images.yml"));
    Step step =
        workflow.jobs().get("build").steps().stream()
            .filter(each -> "builder".equals(each.id()))
            .findFirst()
            .orElseThrow();
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("bash"), Path.of("/bin/bash"));
    Path output = folder.resolve("output");
    Map<String, String> environment =
        Map.of("PATH", programs.toString(), "CACHE_TO", "a/b", "GITHUB_OUTPUT", output.toString());
    Script script = new Script(step.run(), step.shell(), folder);
    StringBuilder log = new StringBuilder();
    assertThat(script.run(environment, folder, log)).as(log.toString()).isTrue();
    assertThat(output).hasContent("cache-to=a/b");

    Path docker = programs.resolve("docker");
    for (int code : List.of(0, 3)) { // one that cannot be made costs time, and not the run
      Files.writeString(docker, "#!/bin/bash\necho \"$@\"\nexit " + code + "\n");
      Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.delete(output);
      assertThat(script.run(environment, folder, log)).as(log.toString()).isTrue();
      assertThat(output).hasContent("cache-to=" + (code == 0 ? "a/b" : ""));
    }
    assertThat(log)
        .containsOnlyOnce("::warning::No builder could be made")
        .contains("buildx create --use --bootstrap --driver docker-container");
  }

  /** The join may be run again as long as there are parts, and needs both. */
  @Test
  void artifactsAreKeptEquallyLong() throws IOException {
    for (String name : List.of("build-images.yml", "publish-images.yml")) {
      Workflow workflow = WorkflowFile.read(Path.of(".github/workflows", name));
      assertThat(
              workflow.jobs().values().stream()
                  .flatMap(job -> job.steps().stream())
                  .filter(step -> String.valueOf(step.uses()).contains("/upload-artifact@"))
                  .map(step -> step.with().get("retention-days")))
          .isNotEmpty()
          .containsOnly("7");
    }
  }

  /** Tests run what they like; what signs and uploads runs no test. */
  @Test
  void noTestRunsWhereTheSecretsOfTheReleaseAre() throws IOException {
    Workflow release = WorkflowFile.read(Path.of(".github/workflows/release.yml"));
    List<Step> withSecrets =
        release.jobs().get("central").steps().stream()
            .filter(step -> step.env().toString().contains("secrets."))
            .toList();
    assertThat(withSecrets).hasSize(1);
    assertThat(withSecrets.get(0).run())
        .contains("-Dmaven.test.skip=true", "-Dinvoker.skip=true", "-Prelease");
    assertThat(release.jobs().get("central").needs()).containsExactly("build");
    assertThat(release.jobs().get("build").steps().toString()).doesNotContain("secrets.");
  }

  /** Whoever calls it may do so for pull requests too, and those leave no parts. */
  @Test
  void aRunThatPublishesNothingHasNoArtifactToMiss() throws IOException {
    String called = Files.readString(Path.of(".github/workflows/publish-images.yml"));
    assertThat(called).contains("if-no-files-found: ignore").doesNotContain("found: error");
  }

  /** One started by hand, with {@code skip_push} maybe, would leave the push unpublished. */
  @Test
  void aRunByHandDoesNotCancelAPush() throws IOException {
    for (String name : List.of("build-images.yml", "publish-images.yml")) {
      Node workflow = Node.parse(Files.readString(Path.of(".github/workflows", name)));
      assertThat(workflow.child("concurrency").text("group"))
          .contains("${{ github.ref }}", "${{ github.event_name }}");
    }
  }
}
