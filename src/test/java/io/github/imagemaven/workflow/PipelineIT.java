package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.release.TestGit;
import io.github.imagemaven.workflow.Result.Conclusion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The workflow that publishes the quick start, executed against two real registries. The events
 * come in the order of the tests, as in the life of a repository.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT {
  /** The same in one run, into a folder, with the plugin that the run before it has built. */
  private static final String SINGLE =
      """
      name: Images
      on: push
      jobs:
        single:
          runs-on: ubuntu-24.04
          outputs:
            digest: ${{ steps.ship.outputs.digest }}
          steps:
            - uses: actions/checkout@v7
            - uses: actions/setup-java@v5
              with: {cache: maven}
            - run: mkdir -p ~/.m2/repository/io/github && cp -r "$PLUGIN" ~/.m2/repository/io/github
            - id: ship
              env:
                DOCKERHUB_USERNAME: ${{ secrets.DOCKERHUB_USERNAME }}
                DOCKERHUB_TOKEN: ${{ secrets.DOCKERHUB_TOKEN }}
              run: exec mvn -B -ntp -f src/it/quickstart deploy -Pimages -Dimage.registries=oci:target/registry
      """;

  private static final LabRegistry GHCR = LabRegistry.ghcr("acme/quickstart");
  private static final LabRegistry HUB = LabRegistry.hub("acme/quickstart");

  private Lab lab;
  private Path folder;
  private Path repository;
  private TestGit git;
  private Workflow workflow;

  @BeforeAll
  void aRepositoryWithThisCheckout() throws Exception {
    lab = new Lab();
    folder = Files.createDirectories(lab.path("work"));
    repository = Files.createDirectory(folder.resolve("repository"));
    git = new TestGit(folder);
    String files = "git ls-files -z --cached --others --exclude-standard";
    Process copy =
        new ProcessBuilder(
                "bash",
                "-c",
                files + " | tar --null -T - -cf - | tar -C \"$0\" -xf -",
                repository.toString())
            .directory(lab.path("root").toFile())
            .inheritIO()
            .start();
    assertThat(copy.waitFor()).isZero();
    git.run(repository, "init", "-q", "-b", "main");
    commit("first");
    workflow = WorkflowFile.read(repository.resolve(".github/workflows/build-images.yml"));
  }

  private String commit(String message) throws Exception {
    Files.writeString(repository.resolve("NOTES"), message);
    git.run(repository, "add", ".");
    git.run(repository, "commit", "-q", "-m", message);
    return head();
  }

  private String head() throws Exception {
    return git.run(repository, "rev-parse", "HEAD");
  }

  private Map<String, Result> run(String name, Machine arm, Event event) throws Exception {
    Map<String, Machine> machines = Map.of("ubuntu-24.04", lab.amd64(), "ubuntu-24.04-arm", arm);
    return new Runner(folder.resolve(name), repository, machines, lab.secrets(), Map.of())
        .run(workflow, event);
  }

  /** What one run on one machine makes of the same event. */
  private Digest single(String name, Event event) throws Exception {
    Path plugin = folder.resolve(name).resolve("prepare/home/.m2/repository/io/github/imagemaven");
    Workflow single = WorkflowFile.parse(SINGLE.replace("$PLUGIN", plugin.toString()));
    Map<String, Machine> machines = Map.of("ubuntu-24.04", lab.amd64());
    Result result =
        new Runner(folder.resolve(name + "-single"), repository, machines, lab.secrets(), Map.of())
            .run(single, event)
            .get("single");
    assertSucceeded(result);
    return Digest.of(result.outputs().get("digest"));
  }

  private static void assertSucceeded(Result result) {
    assertThat(result.conclusion()).as(result.log()).isEqualTo(Conclusion.SUCCESS);
  }

  private static void assertSkipped(Result result) {
    assertThat(result.conclusion()).as(result.log()).isEqualTo(Conclusion.SKIPPED);
  }

  private static void assertTags(String... tags) throws Exception {
    assertThat(GHCR.tags()).containsExactlyInAnyOrder(tags);
    assertThat(HUB.tags()).containsExactlyInAnyOrder(tags);
  }

  @Test
  @Order(1)
  void aTagThatIsNoVersionIsRefusedBeforeAnythingIsBuilt() throws Exception {
    git.run(repository, "tag", "v1.0");
    Map<String, Result> results = run("no-version", lab.amd64(), Event.push("tag", "v1.0", head()));
    git.run(repository, "tag", "-d", "v1.0");

    assertThat(results.get("prepare").conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(results.get("prepare").log()).contains("::error title=IMG-2", "v1.0");
    assertSkipped(results.get("build"));
    assertSkipped(results.get("manifest"));
    assertTags();
  }

  @Test
  @Order(2)
  void startedByHandWithoutPushItBuildsWhatIsAskedForAndPublishesNothing() throws Exception {
    Map<String, Object> inputs =
        Map.of("skip_push", true, "tag_name", "trial", "platforms", "linux/amd64");
    Map<String, Result> results =
        run("skip-push", lab.amd64(), Event.dispatch("main", head(), inputs));

    assertSucceeded(results.get("prepare"));
    assertThat(results.get("prepare").outputs())
        .containsEntry("tag", "trial")
        .containsEntry("cache_hit", "true");
    assertThat(results.get("prepare").outputs().get("matrix")).doesNotContain("arm64");
    assertSucceeded(results.get("build"));
    assertThat(results.get("build").log()).contains("Built quickstart for linux/amd64");
    assertThat(results.get("build").outputs().get("build_duration_seconds")).isNotEmpty();
    assertSkipped(results.get("manifest"));
    assertTags();
  }

  @Test
  @Order(3)
  void aPushOfMainIsLatestBuiltOnTwoArchitectures() throws Exception {
    Event event = Event.push("branch", "main", head());
    Map<String, Result> results = run("main", lab.arm64(), event);

    results.values().forEach(PipelineIT::assertSucceeded);
    assertThat(results.get("prepare").outputs().get("base"))
        .startsWith("docker.io/library/eclipse-temurin:17-jre@sha256:");
    assertTags("latest");
    Digest digest = GHCR.digest("latest");
    assertThat(HUB.digest("latest")).isEqualTo(digest);
    assertThat(GHCR.platforms("latest")).containsExactly("linux/amd64", "linux/arm64");
    assertOutputs(results.get("manifest"), "latest", digest);
    assertThat(single("main", event)).isEqualTo(digest);
  }

  private static void assertOutputs(Result manifest, String tag, Digest digest) {
    assertThat(manifest.outputs())
        .containsEntry("tag", tag)
        .containsEntry("tags", tag)
        .containsEntry("platforms", "linux/amd64,linux/arm64")
        .containsEntry("digest", digest.toString())
        .containsEntry("ghcr_digest", digest.toString())
        .containsEntry("docker_hub_digest", digest.toString())
        .containsEntry("cache_hit", "true");
    assertThat(manifest.outputs().get("build_duration_seconds")).matches("[0-9]+\\.[0-9]");
    assertThat(manifest.summaries())
        .contains(digest.toString())
        .contains("docker pull ghcr.io/acme/quickstart:" + tag)
        .contains("docker pull docker.io/acme/quickstart:" + tag)
        .doesNotContain("Not published");
  }

  @Test
  @Order(4)
  void whereOnePlatformFailsNoTagMoves() throws Exception {
    Digest before = GHCR.digest("latest");
    Machine broken = lab.with("broken", "echo 'this machine is out of order' >&2; exit 1");
    Map<String, Result> results =
        run("one-fails", broken, Event.push("branch", "main", commit("second")));

    assertSucceeded(results.get("prepare"));
    assertThat(results.get("build").conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(results.get("build").log()).contains("this machine is out of order");
    assertSkipped(results.get("manifest"));
    assertTags("latest");
    assertThat(List.of(GHCR.digest("latest"), HUB.digest("latest"))).containsOnly(before);
  }

  @Test
  @Order(5)
  void aVersionIsReleased() throws Exception {
    git.run(repository, "tag", "v1.2.3");
    Digest before = GHCR.digest("latest");
    Event event = Event.push("tag", "v1.2.3", head());
    Map<String, Result> results = run("version", lab.amd64(), event);

    results.values().forEach(PipelineIT::assertSucceeded);
    assertTags("1.2.3", "latest");
    Digest digest = GHCR.digest("1.2.3");
    assertThat(HUB.digest("1.2.3")).isEqualTo(digest);
    assertOutputs(results.get("manifest"), "1.2.3", digest);
    assertThat(List.of(GHCR.digest("latest"), HUB.digest("latest"))).containsOnly(before);
    assertThat(results.get("manifest").log())
        .contains("Nothing of quickstart is cleaned up: this run releases 1.2.3");
    assertThat(single("version", event)).isEqualTo(digest);
  }

  @Test
  @Order(6)
  void theNextPushOfMainRemovesWhatLatestNamedAndNothingElse() throws Exception {
    Digest before = GHCR.digest("latest");
    Digest version = GHCR.digest("1.2.3");
    Map<String, Result> results =
        run("main-again", lab.amd64(), Event.push("branch", "main", commit("third")));

    results.values().forEach(PipelineIT::assertSucceeded);
    assertTags("1.2.3", "latest");
    assertThat(GHCR.digest("latest")).isNotEqualTo(before);
    for (LabRegistry registry : List.of(GHCR, HUB)) {
      assertThat(registry.has(before)).isFalse();
      assertThat(registry.digest("1.2.3")).isEqualTo(version);
      assertThat(registry.isWhole("1.2.3")).isTrue();
      assertThat(registry.isWhole("latest")).isTrue();
    }
    assertThat(results.get("manifest").log()).doesNotContain("::warning", "IMG-8");
    assertThat(results.get("manifest").summaries())
        .contains("**Cleaned up** `ghcr.io/acme/quickstart`: 3 deleted, 0 kept.")
        .contains("**Cleaned up** `docker.io/acme/quickstart`: 3 deleted, 0 kept.");
  }
}
