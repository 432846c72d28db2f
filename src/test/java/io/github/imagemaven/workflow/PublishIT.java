package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.workflow.Result.Conclusion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The workflow that other repositories call, executed for one of them, from the caller that README
 * has, against two real registries. The events come in the order of the tests. All machines are
 * this one: a list of platforms says what each builds, and no test of its own runs there.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublishIT {
  private static final String WITH = "with: { registries: 'ghcr.io/acme,docker.io/acme' }";
  private static final String MORE = WITH.substring(0, WITH.length() - 2);
  private static final List<String> IMAGES = List.of("acme/orders", "acme/billing");

  private Lab lab;
  private Path folder;
  private Shop shop;
  private Readme readme;

  @BeforeAll
  void somebodysRepository() throws Exception {
    lab = new Lab();
    folder = Files.createDirectories(lab.path("work").resolve("publish"));
    shop = new Shop(folder.resolve("repository"), lab.path("root"));
    readme = Readme.of(lab.path("root"));
    shop.commit("first");
  }

  private Map<String, Result> run(String name, String caller, Machine arm, Event event)
      throws Exception {
    Map<String, Machine> machines =
        Map.of("ubuntu-24.04", lab.withPlugin(), "ubuntu-24.04-arm", arm);
    Map<String, Path> called = Map.of("imagemaven/image-maven-plugin", lab.path("root"));
    return new Runner(folder.resolve(name), shop.folder(), machines, lab.secrets(), called)
        .run(WorkflowFile.parse(caller), event);
  }

  private String head() throws Exception {
    return shop.git("rev-parse", "HEAD");
  }

  private static void assertEnded(Map<String, Result> results, String job, Conclusion conclusion) {
    assertThat(results.get(job).conclusion()).as(results.get(job).log()).isEqualTo(conclusion);
  }

  private static void assertSucceeded(Map<String, Result> results) {
    assertThat(results)
        .containsOnlyKeys("images / prepare", "images / build", "images / manifest", "images");
    results.keySet().forEach(job -> assertEnded(results, job, Conclusion.SUCCESS));
  }

  private static void assertTags(String... tags) throws Exception {
    for (String image : IMAGES) {
      assertThat(LabRegistry.ghcr(image).tags()).containsExactlyInAnyOrder(tags);
      assertThat(LabRegistry.hub(image).tags()).containsExactlyInAnyOrder(tags);
    }
  }

  /** Both registries name the same for a tag. */
  private static Digest digest(String image, String tag) throws Exception {
    Digest digest = LabRegistry.ghcr(image).digest(tag);
    assertThat(LabRegistry.hub(image).digest(tag)).isEqualTo(digest);
    return digest;
  }

  /** The files of an artifact. */
  private List<String> artifact(String run, String name) throws Exception {
    Path artifact = folder.resolve(run).resolve("artifacts").resolve(name);
    try (Stream<Path> all = Files.walk(artifact)) {
      return all.filter(Files::isRegularFile)
          .map(file -> artifact.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  @Order(1)
  void aPullRequestOfAForkIsBuiltAndNothingIsPublished() throws Exception {
    shop.git("update-ref", "refs/pull/7/merge", "HEAD");
    String caller = readme.callerWith("tags: ['v*'] } }", "tags: ['v*'] }, pull_request: {} }");
    Map<String, Result> results =
        run("fork", caller, lab.withPlugin(), Event.pullRequest(7, head(), true));

    assertSucceeded(results);
    assertThat(results.get("images / build").log())
        .contains("Built orders for linux/amd64", "Built orders for linux/arm64");
    assertThat(results.get("images").outputs())
        .containsEntry("tag", "change-7-merge")
        .containsEntry("platforms", "linux/amd64,linux/arm64")
        .containsEntry("digest", "")
        .containsEntry("ghcr_digest", "")
        .containsEntry("docker_hub_digest", "");
    assertThat(results.get("images").log()).doesNotContain("::error", "::warning");
    assertTags();
  }

  @Test
  @Order(2)
  void aModuleAloneWithoutPush() throws Exception {
    String caller =
        readme.callerWith(
            WITH,
            MORE
                + ", directory: services/billing, platforms: linux/amd64, skip-push: true,"
                + " tag-name: trial, java-version: '17', maven-args: -Dimage.ports=8080 }");
    Map<String, Result> results =
        run("skip-push", caller, lab.withPlugin(), Event.push("branch", "main", head()));

    assertEnded(results, "images / prepare", Conclusion.SUCCESS);
    assertEnded(results, "images / build", Conclusion.SUCCESS);
    assertEnded(results, "images / manifest", Conclusion.SKIPPED);
    assertEnded(results, "images", Conclusion.SUCCESS);
    assertThat(results.get("images / build").log())
        .contains("Built billing for linux/amd64")
        .doesNotContain("orders");
    assertThat(results.get("images").outputs())
        .containsEntry("tag", "trial")
        .containsEntry("tags", "trial")
        .containsEntry("platforms", "linux/amd64")
        .containsEntry("digest", "")
        .containsEntry("cache_hit", "true");
    assertThat(results.get("images").outputs().get("build_duration_seconds")).isNotEmpty();
    assertTags();
  }

  @Test
  @Order(3)
  void aPushOfMainNamesBothImages() throws Exception {
    Map<String, Result> results =
        run("main", readme.caller(), lab.withPlugin(), Event.push("branch", "main", head()));

    assertSucceeded(results);
    assertThat(results.get("images / prepare").outputs().get("base"))
        .startsWith("quay.io/lab/java:17@sha256:");
    assertTags("latest");
    assertThat(LabRegistry.ghcr("acme/orders").platforms("latest"))
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(LabRegistry.ghcr("acme/billing").platforms("latest")).containsExactly("linux/amd64");
    assertOutputs(results.get("images"), "latest", digest("acme/orders", "latest"));
    assertThat(artifact("main", "parts.images.linux-amd64"))
        .containsExactly(
            "orders/target/image/parts/linux-amd64.json",
            "services/billing/target/image/parts/linux-amd64.json");
    assertThat(artifact("main", "parts.images.linux-arm64"))
        .containsExactly("orders/target/image/parts/linux-arm64.json");
  }

  private static void assertOutputs(Result images, String tags, Digest digest) {
    assertThat(images.outputs())
        .containsEntry("tag", tags.lines().findFirst().orElseThrow())
        .containsEntry("tags", tags)
        .containsEntry("platforms", "linux/amd64,linux/arm64")
        .containsEntry("digest", digest.toString())
        .containsEntry("ghcr_digest", digest.toString())
        .containsEntry("docker_hub_digest", digest.toString())
        .containsEntry("cache_hit", "true");
    assertThat(images.outputs().get("build_duration_seconds")).matches("[0-9]+\\.[0-9]");
    assertThat(images.summaries())
        .contains("docker pull ghcr.io/acme/orders:", "docker pull docker.io/acme/billing:");
  }

  @Test
  @Order(4)
  void whereOneRunnerFailsNothingIsNamed() throws Exception {
    Digest orders = digest("acme/orders", "latest");
    Digest billing = digest("acme/billing", "latest");
    Machine broken = lab.with("out-of-order", "echo 'this machine is out of order' >&2; exit 1");
    Map<String, Result> results =
        run("one-fails", cached(), broken, Event.push("branch", "main", shop.commit("second")));

    assertEnded(results, "images / build", Conclusion.FAILURE);
    assertThat(results.get("images / build").log()).contains("this machine is out of order");
    assertEnded(results, "images / manifest", Conclusion.SKIPPED);
    assertEnded(results, "images", Conclusion.FAILURE);
    assertTags("latest");
    assertThat(List.of(digest("acme/orders", "latest"), digest("acme/billing", "latest")))
        .containsExactly(orders, billing);
    assertThat(caches()).containsExactly("base-linux-amd64-" + head());
  }

  /** A caller that keeps what the plugin keeps of bases, and has another id. */
  private String cached() {
    return readme.callerWith(
        WITH,
        MORE
            + ", id: shop-2, cache-path: ~/.cache/image-maven-plugin, cache-key: base,"
            + " restore-keys: base- }");
  }

  private List<String> caches() throws Exception {
    return new Caches(folder.resolve("caches")).keys();
  }

  @Test
  @Order(5)
  void aVersionIsReleasedWithWhatAnEarlierRunHasKept() throws Exception {
    String kept = "base-linux-amd64-" + head();
    Digest before = digest("acme/orders", "latest");
    String commit = shop.commit("third");
    shop.git("tag", "v1.2.3");
    Map<String, Result> results =
        run("version", cached(), lab.withPlugin(), Event.push("tag", "v1.2.3", commit));

    assertSucceeded(results);
    assertTags("1.2", "1.2.3", "latest");
    assertOutputs(results.get("images"), "1.2.3\n1.2", digest("acme/orders", "1.2.3"));
    assertThat(digest("acme/billing", "1.2")).isEqualTo(digest("acme/billing", "1.2.3"));
    assertThat(digest("acme/orders", "latest")).isEqualTo(before);
    // Of the second platform there is none yet: one of the first will do.
    assertThat(results.get("images / build").log())
        .contains("Cache restored from key: " + kept)
        .contains("Cache restored from key: base-linux-amd64-" + commit);
    assertThat(caches())
        .containsExactly(kept, "base-linux-amd64-" + commit, "base-linux-arm64-" + commit);
    assertThat(artifact("version", "parts.shop-2.linux-arm64")).hasSize(1);
  }
}
