package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.store.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A session in a process of its own that gets SIGTERM while it cleans up. */
class CleanupCutTest extends CleanupSessions {
  private static final String REST =
      "what is left without a tag goes by image:cleanup-latest named alone, once it is older than"
          + " image.cleanup.minAge, where the registry lists it (GHCR), and elsewhere by the"
          + " registry's own clean-up";

  private final AtomicReference<Process> child = new AtomicReference<>();

  /**
   * Ends the session at the first request of this kind, which is answered so much later.
   *
   * @return what it said
   */
  private List<String> cutAt(Predicate<RecordedRequest> which, long millis, String order)
      throws Exception {
    AtomicBoolean cut = new AtomicBoolean();
    registry.faultOnAll(
        each -> which.test(each) && cut.compareAndSet(false, true),
        Fault.first(
            () -> {
              child.get().destroy();
              try {
                Thread.sleep(millis);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    Path log = root.resolve("child.log");
    child.set(ChildJvm.start(CleanupChild.class, log, root.toString(), registry.host(), order));
    assertThat(child.get().waitFor(1, TimeUnit.MINUTES)).isTrue();
    registry.clearFaults();
    registry.awaitQuiet();
    List<String> said = Files.readAllLines(log);
    assertThat(child.get().exitValue()).as(String.join("\n", said)).isEqualTo(143);
    return said;
  }

  private static Predicate<RecordedRequest> in(String module, String method) {
    return each ->
        each.method().equals(method) && each.path().startsWith("/v2/acme/" + module + "/manifests");
  }

  private RepositoryCleanup record(String module) throws Exception {
    Path directory = root.resolve(module).resolve("target/image");
    return CleanupRecord.read(directory).repositories().get(0);
  }

  @Test
  void noOtherDeletionBeginsAndWhatWasDeletedIsSaidAndWrittenDown() throws Exception {
    run(push("old"));
    List<Digest> old = latest("orders");
    List<Digest> other = latest("billing");
    List<String> said = cutAt(in("orders", "DELETE"), 500, "after");
    assertThat(deletions())
        .singleElement()
        .satisfies(each -> assertThat(each.path()).endsWith(old.get(0).toString()));
    assertThat(said)
        .contains(
            "IMG-8: the clean-up of orders was interrupted when it had deleted "
                + old.get(0)
                + " in "
                + registry.host()
                + "/acme/orders, which does not touch what was published; "
                + REST);
    assertThat(record("orders").deleted())
        .extracting(RepositoryCleanup.Item::digest)
        .containsExactly(old.get(0));
    assertThat(record("orders").failure()).contains("the run was interrupted");
    assertThat(other).allMatch(each -> isThere("billing", each));
    for (String module : List.of("orders", "billing")) {
      assertThat(latest(module))
          .doesNotContainAnyElementsOf(old)
          .allMatch(each -> isThere(module, each));
    }
  }

  /** Between the look at what is needed and the deletion upon it. */
  @Test
  void noDeletionBeginsAtAll() throws Exception {
    run(push("old"));
    List<Digest> old = latest("orders");
    AtomicBoolean moved = new AtomicBoolean();
    List<String> said =
        cutAt(
            each -> {
              moved.compareAndSet(
                  false,
                  each.path().equals("/v2/acme/billing/manifests/latest")
                      && each.method().equals("PUT"));
              return moved.get() && each.path().contains("/orders/tags/list");
            },
            500,
            "after");
    assertThat(deletions()).isEmpty();
    assertThat(old).allMatch(each -> isThere("orders", each));
    assertThat(said)
        .anyMatch(
            line ->
                line.startsWith(
                    "IMG-8: the clean-up of orders was interrupted before anything was deleted,"));
  }

  /** The registry answers to a deletion no sooner than the JVM may end. */
  @Test
  void aDeletionThatIsNotAnsweredIsNotWaitedForForLong() throws Exception {
    run(push("old"));
    long before = System.nanoTime();
    List<String> said = cutAt(in("orders", "DELETE"), 12_000, "after");
    assertThat(deletions()).hasSize(1);
    assertThat(said)
        .anyMatch(line -> line.startsWith("IMG-8: the clean-up of orders was interrupted before"));
    assertThat(record("orders").failure()).contains("was interrupted");
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(60));
  }

  @Test
  void beforeItsTagsMoveWhoIsInterruptedIsToldToRunAgain() throws Exception {
    run(push("old"));
    Digest old = latest("orders").get(0);
    List<String> said = cutAt(in("orders", "DELETE"), 500, "before");
    assertThat(deletions()).hasSize(1);
    assertThat(said)
        .contains(
            "IMG-8: the clean-up of orders was interrupted when it had deleted "
                + old
                + " in "
                + registry.host()
                + "/acme/orders; no tag has moved, and one whose image is gone is not there until"
                + " the next run: run again; "
                + REST);
    assertThat(registry.tags("acme/orders")).doesNotContainKey("latest");
    run(push("new"));
    assertThat(latest("orders")).hasSize(3).allMatch(each -> isThere("orders", each));
  }
}
