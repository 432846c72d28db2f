package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clean-up that fails, or that a publication would have failed behind. */
class CleanupFailureTest {
  private static final List<String> MODULES = List.of("parent", "orders", "billing");
  private static final List<String> GOALS =
      List.of("validate-tag", "build-multiarch", "push-all", "cleanup-latest");

  @TempDir Path root;
  private final InProcessRegistry registry = InProcessRegistry.start();

  @AfterEach
  void close() {
    registry.close();
  }

  private TestReactor push(String content) throws Exception {
    TestReactor reactor =
        new TestReactor(root, "orders", "billing")
            .set("registries", registry.host() + "/acme")
            .onGitHub("branch", "main");
    MODULES.forEach(
        each -> reactor.module(each).getProperties().setProperty("image.labels.content", content));
    return reactor;
  }

  private static TestReactor run(TestReactor reactor, List<String> goals) throws Exception {
    for (String module : MODULES) {
      for (String goal : goals) {
        reactor.goal(goal, module);
      }
    }
    reactor.end();
    return reactor;
  }

  private Digest latest(String module) {
    return registry.manifest("acme/" + module, "latest").orElseThrow().digest();
  }

  private boolean isThere(String module, Digest digest) {
    return registry.manifest("acme/" + module, digest.toString()).isPresent();
  }

  private List<RecordedRequest> deletions() {
    return registry.requests(
        each -> each.method().equals("DELETE") && each.path().contains("/manifests/"));
  }

  private static Predicate<RecordedRequest> deletion(Digest digest) {
    return each -> each.method().equals("DELETE") && each.path().endsWith(digest.toString());
  }

  /** The index is gone when a platform of it cannot be deleted: latest has to move all the same. */
  @Test
  void whatFailsTheBuildBeforeTheTagsMoveFailsItWhenTheyHaveMoved() throws Exception {
    run(push("old"), GOALS);
    Digest old = latest("orders");
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
    run(push("old"), GOALS);
    Digest old = latest("orders");
    Digest other = latest("billing");
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

  /** billing's registry cannot be looked at any more once all content is there. */
  @Test
  void nothingGoesBeforeTheTagsMoveWhereTheyAreNotGoingTo() throws Exception {
    run(push("old"), GOALS);
    Digest old = latest("orders");
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
    assertThat(latest("orders")).isEqualTo(old);
  }

  /** Nobody knows what the run that wrote it was for, but its tags. */
  @Test
  void aloneItDoesNotRemoveWhatAReleaseDisplaced() throws Exception {
    run(push("old"), GOALS);
    Digest old = latest("orders");
    run(push("new").onGitHub("tag", "v1.2.3").set("extraTags", "latest"), GOALS);
    assertThat(latest("orders")).isNotEqualTo(old);
    TestReactor alone = push("new");
    alone.session.getRequest().setGoals(List.of("image:cleanup-latest"));
    run(alone, List.of("cleanup-latest"));
    assertThat(deletions()).isEmpty();
    assertThat(isThere("orders", old)).isTrue();
  }
}
