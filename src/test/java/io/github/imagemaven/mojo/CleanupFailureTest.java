package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clean-up that fails, or that a publication would have failed behind. */
class CleanupFailureTest extends CleanupSessions {
  private static Predicate<RecordedRequest> deletion(Digest digest) {
    return each -> each.method().equals("DELETE") && each.path().endsWith(digest.toString());
  }

  /** The index is gone when a platform of it cannot be deleted: latest has to move all the same. */
  @Test
  void whatFailsTheBuildBeforeTheTagsMoveFailsItWhenTheyHaveMoved() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    registry.faultOnAll(
        each ->
            each.method().equals("DELETE")
                && each.path().contains("/orders/manifests/")
                && !each.path().endsWith(old.toString()),
        Fault.status(403));
    TestReactor second =
        push("new").set("cleanup.order", "before").set("cleanup.failOnError", "true");
    for (String goal : GOALS.subList(0, 3)) {
      second.goal(goal, "parent");
      second.goal(goal, "orders");
    }
    second.goal("cleanup-latest", "orders");
    second.goal("validate-tag", "billing");
    second.goal("build-multiarch", "billing");
    assertThat(second.failing("push-all", "billing"))
        .hasMessageStartingWith("IMG-8: the clean-up of orders was not finished");
    assertThat(isThere("orders", old)).isFalse();
    assertThat(registry.tags("acme/orders")).containsKey("latest");
    assertThat(registry.tags("acme/billing")).containsKey("latest");
  }

  @Test
  void whatFailsTheBuildKeepsNoOtherModuleFromItsCleanUp() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    Digest other = latest("billing").get(0);
    registry.faultOnAll(deletion(old), Fault.status(403));
    TestReactor second = push("new").set("cleanup.failOnError", "true");
    second.add(root.resolve("shipping"), "jar", "1.0-SNAPSHOT");
    second.set("shipping", "registries", registry.host() + "/acme");
    for (String module : MODULES) {
      for (String goal : GOALS) {
        second.goal(goal, module);
      }
    }
    second.goal("validate-tag", "shipping");
    second.goal("build-multiarch", "shipping");
    assertThat(second.failing("push-all", "shipping"))
        .hasMessageStartingWith("IMG-8: the clean-up of orders was not finished");
    assertThat(isThere("billing", other)).isFalse();
    assertThat(isThere("orders", old)).isTrue();
  }

  /** It is billing's push-all that moves the tags and fails, so that billing comes no further. */
  @Test
  void whatFailsTheBuildDoesNotKeepTheLastModuleFromItsCleanUp() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    List<Digest> others = latest("billing");
    registry.faultOnAll(deletion(old), Fault.status(403));
    TestReactor second = push("new").set("cleanup.failOnError", "true");
    for (String module : List.of("parent", "orders")) {
      goals(second, module, GOALS.toArray(String[]::new));
    }
    goals(second, "billing", "validate-tag", "build-multiarch");
    assertThat(second.failing("push-all", "billing"))
        .hasMessageStartingWith("IMG-8: the clean-up of orders was not finished");
    assertThat(others).noneMatch(each -> isThere("billing", each));
    assertThat(CleanupRecord.read(second.directory("billing")).hasFailed()).isFalse();
  }

  /** What an earlier session has built is published, and cleaned up, by the one that goes on. */
  @Test
  void aModuleThatTheBuildWasResumedPastFailsItToo() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    TestReactor first = push("new");
    for (String module : List.of("parent", "orders")) {
      goals(first, module, "validate-tag", "build-multiarch");
    }
    registry.faultOnAll(deletion(old), Fault.status(403));
    TestReactor second = push("new").set("cleanup.failOnError", "true");
    second.session.getRequest().setResumeFrom(":billing");
    second.session.setProjects(List.of(second.module("billing")));
    goals(second, "billing", "validate-tag", "build-multiarch");
    assertThat(second.failing("push-all", "billing"))
        .hasMessageStartingWith("IMG-8: the clean-up of orders was not finished");
    assertThat(isThere("orders", old)).isTrue();
  }

  private static void goals(TestReactor reactor, String module, String... goals) throws Exception {
    for (String goal : goals) {
      reactor.goal(goal, module);
    }
  }

  /** billing's registry cannot be looked at any more once all content is there. */
  @Test
  void nothingGoesBeforeTheTagsMoveWhereTheyAreNotGoingTo() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    AtomicInteger looks = new AtomicInteger();
    registry.faultOnAll(
        each ->
            each.method().equals("HEAD")
                && each.path().endsWith("/billing/manifests/latest")
                && looks.incrementAndGet() > 3,
        Fault.status(500));
    TestReactor second = push("new").set("cleanup.order", "before").set("retry.attempts", "1");
    for (String goal : GOALS.subList(0, 3)) {
      second.goal(goal, "parent");
      second.goal(goal, "orders");
    }
    second.goal("cleanup-latest", "orders");
    second.goal("validate-tag", "billing");
    second.goal("build-multiarch", "billing");
    second.failing("push-all", "billing");
    assertThat(deletions()).isEmpty();
    assertThat(latest("orders").get(0)).isEqualTo(old);
  }

  /** Nobody knows what the run that wrote it was for, but its tags. */
  @Test
  void aloneItDoesNotRemoveWhatAReleaseDisplaced() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    run(push("new").onGitHub("tag", "v1.2.3").set("extraTags", "latest"));
    assertThat(latest("orders").get(0)).isNotEqualTo(old);
    TestReactor alone = push("new");
    alone.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    run(alone, "cleanup-latest");
    assertThat(deletions()).isEmpty();
    assertThat(isThere("orders", old)).isTrue();
  }

  /** Nobody but who started the run by hand knows what they put aside. */
  @ParameterizedTest
  @ValueSource(strings = {"workflow_dispatch of main", "push of a branch", "desk"})
  void aloneItDoesNotRemoveWhatARunByHandDisplaced(String how) throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    TestReactor byHand = push("new");
    if (how.equals("desk")) {
      byHand.environment.clear();
      byHand.byHand("publish", "true");
    } else if (how.startsWith("push")) {
      byHand.onGitHub("branch", "feature");
    } else {
      byHand.environment.put("GITHUB_EVENT_NAME", "workflow_dispatch");
    }
    byHand.byHand("tag", "latest");
    run(byHand);
    assertThat(latest("orders").get(0)).isNotEqualTo(old);
    TestReactor alone = push("new");
    alone.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    run(alone, "cleanup-latest");
    assertThat(deletions()).isEmpty();
    assertThat(isThere("orders", old)).isTrue();
  }

  /** With order=before nobody comes to the failure that waits for the tags. */
  @Test
  void whatFailsBeforeTheTagsIsSaidThoughTheyDoNotMoveThen() throws Exception {
    run(push("old"));
    registry.faultOnAll(each -> each.method().equals("DELETE"), Fault.status(403));
    registry.faultOnAll(
        each -> each.method().equals("PUT") && each.path().endsWith("/billing/manifests/latest"),
        Fault.status(403));
    TestReactor second =
        push("new")
            .set("cleanup.order", "before")
            .set("cleanup.failOnError", "true")
            .set("retry.attempts", "1");
    for (String goal : GOALS.subList(0, 3)) {
      second.goal(goal, "parent");
      second.goal(goal, "orders");
    }
    second.goal("validate-tag", "billing");
    second.goal("build-multiarch", "billing");
    assertThat(second.failing("push-all", "billing")).hasMessageNotContaining("IMG-8");
    assertThat(second.warnings)
        .filteredOn(line -> line.startsWith("IMG-8: the clean-up of orders was not finished"))
        .hasSize(1);
  }

  /** cleanup.json is a folder, with something in it. */
  @Test
  void aRecordThatCannotBeRemovedFailsNoRelease() throws Exception {
    run(push("old"));
    TestReactor release = push("new").onGitHub("tag", "v1.2.3");
    Path record = release.directory("orders").resolve(CleanupRecord.FILE);
    Files.delete(record);
    Files.createDirectories(record.resolve("full"));
    run(release);
    assertThat(release.warnings)
        .anyMatch(
            line -> line.startsWith("IMG-8: the record of an earlier clean-up cannot be removed"));
    TestReactor next = run(push("newer"));
    assertThat(next.lines).contains("Cleaned up billing");
    TestReactor strict = push("newest").set("cleanup.failOnError", "true");
    for (String goal : GOALS.subList(0, 3)) {
      strict.goal(goal);
    }
    assertThat(strict.failing("cleanup-latest", "orders")).hasMessageStartingWith("IMG-8: ");
  }

  /** What was not done is not said to be. */
  @Test
  void whatFailsIsNotSaidToBeCleanedUp() throws Exception {
    run(push("old"));
    registry.faultOnAll(
        each -> each.method().equals("DELETE") && each.path().contains("/orders/"),
        Fault.status(403));
    TestReactor second = run(push("new"));
    assertThat(second.lines)
        .contains("The clean-up of orders was not finished", "Cleaned up billing")
        .contains(
            "  in         " + registry.host() + "/acme/orders: 0 deleted, 0 kept, not finished")
        .doesNotContain("Cleaned up orders");
    assertThat(Files.readString(root.resolve("summary")))
        .contains("**Clean-up not finished** in `" + registry.host() + "/acme/orders`: 0 deleted")
        .doesNotContain("**Cleaned up** `" + registry.host() + "/acme/orders`");
    assertThat(CleanupRecord.read(second.directory("orders")).repositories().get(0).failure())
        .isNotBlank()
        .doesNotContain(registry.host() + "/acme/orders: ");
  }

  /** Which some other run has moved on from, and whose age no registry like this one tells. */
  @Test
  void aloneItRemovesNothingThatAnEarlierRunDisplaced() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    run(push("new"), "validate-tag", "build-multiarch", "push-all");
    TestReactor alone = push("new");
    alone.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    run(alone, "cleanup-latest");
    assertThat(deletions()).isEmpty();
    assertThat(isThere("orders", old)).isTrue();
  }

  /** A registry without deletion. */
  @Test
  void whatCannotGoIsSaidToStay() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    registry.faultOnAll(each -> each.method().equals("DELETE"), Fault.status(405));
    TestReactor second = run(push("new"));
    assertThat(second.warnings).isEmpty();
    assertThat(second.lines)
        .contains("  kept       " + old + ": this registry deletes nothing on request");
  }
}
