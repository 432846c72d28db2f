package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the goal cleans up, in sessions of two modules. */
class CleanupLatestTest extends CleanupSessions {
  @Test
  void whatLatestNamedGoesWithItsPlatforms() throws Exception {
    run(push("old"));
    List<Digest> old = latest("orders");
    TestReactor second = run(push("new"));
    assertThat(old).hasSize(3).noneMatch(each -> isThere("orders", each));
    assertThat(latest("orders")).hasSize(3).allMatch(each -> isThere("orders", each));

    CleanupRecord record = CleanupRecord.read(second.directory("orders"));
    assertThat(record.image()).isEqualTo("orders");
    RepositoryCleanup cleanup = record.repositories().get(0);
    assertThat(cleanup.repository()).isEqualTo(registry.host() + "/acme/orders");
    assertThat(cleanup.deleted())
        .extracting(RepositoryCleanup.Item::digest)
        .containsExactlyInAnyOrderElementsOf(old);
    assertThat(cleanup.failure()).isNull();
    assertThat(second.lines)
        .contains("Cleaned up orders")
        .filteredOn(
            line ->
                line.contains("deleted  " + old.get(0)) || line.contains("deleted " + old.get(0)))
        .containsExactly(
            registry.host()
                + "/acme/orders: deleted "
                + old.get(0)
                + ": displaced by this publication");
    assertThat(second.warnings).isEmpty();
    assertThat(Files.readString(root.resolve("summary")))
        .contains("**Cleaned up** `" + registry.host() + "/acme/orders`: 3 deleted, 0 kept.")
        .contains("| deleted | `" + old.get(0) + "` | ");
  }

  /** Though it comes to the goal before the other module has moved its tags. */
  @Test
  void nothingGoesBeforeTheLastTagHasMoved() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    TestReactor second = push("new");
    GOALS.forEach(goal -> quietly(second, goal, "parent"));
    GOALS.forEach(goal -> quietly(second, goal, "orders"));
    assertThat(second.lines).contains("orders is cleaned up when every module's tags have moved");
    assertThat(deletions()).isEmpty();
    assertThat(isThere("orders", old)).isTrue();
    GOALS.forEach(goal -> quietly(second, goal, "billing"));
    assertThat(isThere("orders", old)).isFalse();
    assertThat(latest("billing")).allMatch(each -> isThere("billing", each));
    List<RecordedRequest> all = registry.requests();
    int lastTag = -1;
    int firstDeletion = all.size();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).method().equals("PUT") && all.get(i).path().endsWith("/manifests/latest")) {
        lastTag = i;
      }
      if (all.get(i).method().equals("DELETE") && all.get(i).path().contains("/manifests/")) {
        firstDeletion = Math.min(firstDeletion, i);
      }
    }
    assertThat(lastTag).isPositive().isLessThan(firstDeletion);
  }

  private static void quietly(TestReactor reactor, String goal, String module) {
    try {
      reactor.goal(goal, module);
    } catch (Exception e) {
      throw new AssertionError(goal + " of " + module, e);
    }
  }

  /** The other module fails its tests: no tag moves, and nothing goes. */
  @Test
  void nothingGoesWhereNoTagMoves() throws Exception {
    run(push("old"));
    TestReactor second = push("new");
    for (String goal : GOALS) {
      second.goal(goal, "orders");
    }
    second.end();
    assertThat(deletions()).isEmpty();
    assertThat(latest("orders")).allMatch(each -> isThere("orders", each));
  }

  @Test
  void aDryRunSaysWhatWouldGo() throws Exception {
    run(push("old"));
    List<Digest> old = latest("orders");
    registry.forgetRequests();
    TestReactor dry = run(push("new").set("dryRun", "true"));
    assertThat(registry.requests()).extracting(each -> each.method()).isSubsetOf("GET", "HEAD");
    assertThat(dry.lines).contains("Would clean up orders", "Nothing was deleted: image.dryRun");
    // Without the tag, which will have moved.
    assertThat(dry.lines)
        .filteredOn(line -> line.contains("would delete " + old.get(0)))
        .containsExactly(
            registry.host()
                + "/acme/orders: would delete "
                + old.get(0)
                + ": displaced by this publication");
    CleanupRecord record = CleanupRecord.read(dry.directory("orders"));
    assertThat(record.dryRun()).isTrue();
    assertThat(record.repositories().get(0).deleted())
        .extracting(RepositoryCleanup.Item::digest)
        .containsExactlyInAnyOrderElementsOf(old);
    assertThat(old).allMatch(each -> isThere("orders", each));
    assertThat(Files.readString(root.resolve("summary")))
        .contains("**Would clean up** `" + registry.host() + "/acme/orders`: 3 to delete, 0 kept.")
        .contains("| would go | `" + old.get(0) + "` | ")
        .doesNotContain("deleted", "Cleaned up");
  }

  @Test
  void beforeItGoesWhenAllContentIsThereAndNoTagHasMoved() throws Exception {
    run(push("old"));
    List<Digest> old = latest("orders");
    registry.forgetRequests();
    TestReactor second = run(push("new").set("cleanup.order", "before"));
    assertThat(old).noneMatch(each -> isThere("orders", each));
    assertThat(latest("orders")).allMatch(each -> isThere("orders", each));
    assertThat(PublicationRecord.read(second.directory("orders")).digest())
        .isEqualTo(latest("orders").get(0));
    List<String> changes =
        registry.requests().stream()
            .filter(each -> each.path().contains("/manifests/"))
            .filter(each -> each.method().equals("DELETE") || each.method().equals("PUT"))
            .map(each -> each.method() + (each.path().endsWith("/latest") ? " latest" : ""))
            .distinct()
            .toList();
    assertThat(changes).containsExactly("PUT", "DELETE", "PUT latest");
  }

  @Test
  void whatFailsIsAWarningUnlessItIsToFailTheBuild() throws Exception {
    run(push("old"));
    registry.faultOnAll(each -> each.method().equals("DELETE"), Fault.status(403));
    TestReactor second = run(push("new"));
    assertThat(second.warnings)
        .anyMatch(
            line ->
                line.startsWith("IMG-8: the clean-up of orders was not finished")
                    && line.contains("\n" + registry.host() + "/acme/orders: ")
                    && !line.contains("/acme/orders: " + registry.host()));
    TestReactor third = push("newer").set("cleanup.failOnError", "true");
    for (String goal : GOALS.subList(0, 3)) {
      third.goal(goal);
    }
    assertThat(third.failing("cleanup-latest", "orders")).hasMessageStartingWith("IMG-8: ");
    assertThat(latest("orders")).allMatch(each -> isThere("orders", each));
  }

  @Test
  void whoJoinsPartsCleansUp() throws Exception {
    run(push("old"));
    List<Digest> old = latest("orders");
    for (String platform : List.of("linux/amd64", "linux/arm64")) {
      TestReactor part = run(push("new").set("buildPlatforms", platform));
      assertThat(part.lines)
          .contains(
              "Nothing of orders is cleaned up: parts of it were uploaded and no tag has moved; the"
                  + " run that joins them cleans up");
    }
    TestReactor join = push("new");
    join.session.getRequest().setGoals(List.of("image:manifest", "image:cleanup-latest"));
    run(join, "manifest", "cleanup-latest");
    assertThat(old).noneMatch(each -> isThere("orders", each));
    assertThat(latest("orders")).allMatch(each -> isThere("orders", each));
  }
}
