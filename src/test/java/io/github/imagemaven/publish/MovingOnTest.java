package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Moving on with a tag that cannot go back: what it must leave alone, and what it must bring along.
 */
class MovingOnTest extends ThreeStores {
  @BeforeEach
  void oneDropsNoTag() {
    one.canUntag = false;
  }

  @Test
  void staysEverywhereWhereOneCannotDropIt() throws IOException {
    publishOld();
    hangAt(one, "tag latest", 1500); // half of it for the way forward
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));

    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "one.example/acme/app: 1.2 names the new image, complete: this registry cannot drop a"
                + " tag alone")
        .hasMessageContaining(
            "two.example/acme/app: 1.2 names the new image, complete: it could not be taken back in"
                + " one.example/acme/app, so that it stays everywhere; latest")
        .hasMessageContaining("oci:three: 1.2 names the new image, complete");
    assertOneState();
  }

  @Test
  void arrivesWhereItHadNotArrivedYet() throws IOException {
    publishOld();
    hangAt(two, "tag 1.2", 1500);
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));

    assertThat(failure)
        .hasMessageContaining("two.example/acme/app: 1.2 names the new image, complete: it could");
    assertOneState();
  }

  /** It has said before that it drops none. */
  @Test
  void whatStaysIsDroppedNowhereFirst() throws IOException {
    publishOld();
    hangAt(three, "tag latest", 1500);
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, three));
    assertThat(failure).hasMessageContaining("so that it stays everywhere");
    assertThat(two.calls).doesNotContain("untag 1.2");
    assertThat(three.calls).doesNotContain("untag 1.2");
    assertOneState();
  }

  /** It says that it drops tags, and does not. */
  @Test
  void staysEverywhereWhereTryingTellsThatOneCannotDropIt() throws IOException {
    publishOld();
    one.canUntag = true;
    hangAt(one, "tag latest", 1500);
    FaultyStore.Fault hang = one.fault;
    one.fault =
        (number, call) -> {
          one.canUntag = !call.equals("untag 1.2");
          hang.before(number, call);
        };
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));
    assertThat(failure).hasMessageContaining("this registry cannot drop a tag alone");
    assertOneState();
  }

  /** It says that it drops none, and does. */
  @Test
  void goesBackEverywhereWhereTryingTellsThatOneCanDropIt() throws IOException {
    publishOld();
    hangAt(one, "tag latest", 1500);
    FaultyStore.Fault hang = one.fault;
    one.fault =
        (number, call) -> {
          one.canUntag = call.equals("untag 1.2");
          hang.before(number, call);
        };
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));
    assertThat(failure).hasMessageContaining("two.example/acme/app: 1.2 withdrawn");
    for (String store : List.of("one", "two", "three")) {
      assertOld(store);
    }
  }

  /** Our account may write there and may not delete, as is usual (403). */
  @Test
  void staysEverywhereWhereOneDoesNotLetUsDropIt() throws IOException {
    publishOld();
    hangAt(two, "tag latest", 1500);
    one.breakAt("untag");
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));
    assertThat(failure)
        .hasMessageContaining(
            "one.example/acme/app: 1.2 names the new image, complete: it could not be put back (");
    assertThat(two.calls).doesNotContain("untag 1.2");
    assertOneState();
  }

  /** One that it does not let us put back either: then all is published. */
  @Test
  void allMovesOnWhereOneDoesNotLetUsPutTheLastTagBack() throws IOException {
    publishOld();
    one.canUntag = true;
    one.calls.clear();
    // Stores are asked side by side: it has to have moved in one before it can be put back there.
    hangAt(two, "tag latest", 3000, () -> awaitNamed("one", "latest"));
    one.fault =
        (number, call) -> {
          if (call.equals("tag latest") && Collections.frequency(one.calls, call) == 2) {
            throw one.failure(call);
          }
        };
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));
    for (String store : List.of("one", "two", "three")) {
      assertPublished(store);
    }
    assertThat(failure).hasMessageContaining("it could not be taken back in one.example/acme/app");
  }

  /** The registry that answers no more has had all of the time; a layout needs none. */
  @Test
  void layoutsFollowThoughARegistryTakesAllTime() throws IOException {
    publishOld();
    two.fault =
        (number, call) -> {
          if (call.equals("tag latest")) {
            publication.interrupt(Duration.ofMillis(1500));
            hang();
          }
        };
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, layout("three")));

    assertThat(failure).hasMessageContaining("oci:three: 1.2 names the new image, complete");
    assertNamed("1.2", image, "one", "two", "three");
  }

  /** One says that it drops none, and does; two says that it drops them, as ECR, and does not. */
  @Test
  void staysEverywhereWhereOneIsSeenLateNotToDropIt() throws IOException {
    publishOld();
    hangAt(three, "tag latest", 1500);
    one.fault = (number, call) -> one.canUntag = call.equals("untag 1.2");
    two.fault = (number, call) -> two.canUntag = !call.equals("untag 1.2");
    Throwable failure = catchThrowable(() -> publish(image, TAGS, one, two, three, layout("four")));
    for (String store : List.of("one", "two", "three", "four")) {
      assertThat(named(store, "1.2")).as("%s: %s", store, failure).contains(image.digest());
    }
  }

  /** Tags move versions first, however they were named. */
  @Test
  void latestMovesOnWithItsVersionWhateverTheirOrder() throws IOException {
    publish(old, List.of("1.2"), one, two);
    hangAt(two, "tag latest", 1500);
    Throwable failure = catchThrowable(() -> publish(image, List.of("latest", "1.2"), one, two));
    for (String store : List.of("one", "two")) {
      assertThat(named(store, "latest")).as("%s: %s", store, failure).contains(image.digest());
      assertThat(named(store, "1.2")).as("%s: %s", store, failure).contains(image.digest());
    }
  }

  /** Two lacks a part when its tag moves, and the run is to end while that is sent again. */
  @Test
  void staysEverywhereWhereContentThatIsCompletedIsGivenUp() throws IOException {
    AtomicBoolean ending = new AtomicBoolean();
    two.fault =
        (number, call) -> {
          if (call.equals("tag 1.2") && ending.compareAndSet(false, true)) {
            Thread asks = new Thread(() -> publication.interrupt(Interruption.PATIENCE));
            asks.setDaemon(true);
            asks.start();
            nap(100);
            throw new BlobUnknownException("two.example/acme/app lacks a blob.", Set.of());
          }
          nap(ending.get() && call.startsWith("putBlob") ? 100 : 0);
        };
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2"), one, two));
    for (String store : List.of("one", "two")) {
      assertThat(named(store, "1.2")).as("%s: %s", store, failure).contains(image.digest());
    }
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted while the tags moved")
        .hasMessageNotContaining("InterruptedIOException");
  }

  private void awaitNamed(String store, String tag) {
    try {
      while (!named(store, tag).equals(Optional.of(image.digest()))) {
        nap(5);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertOneState() throws IOException {
    assertNamed("1.2", image, "one", "two", "three");
    assertNamed("latest", old, "one", "two", "three");
  }

  private void publishOld() throws IOException {
    publish(old, List.of("latest"), one, two, layout("three"));
  }

  /** The way back sees that another run has moved a tag; moving on leaves it. */
  @Test
  void movingOnUndoesNoTagOfAnotherRun() throws IOException {
    publish(old, List.of("stable"), two);
    hangAt(
        one,
        "tag latest",
        1500,
        () -> {
          try {
            layout("two").putManifest(theirs.index);
            layout("two").tag("stable", theirs.index);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    Throwable failure = catchThrowable(() -> publish(image, List.of("stable", "latest"), one, two));
    assertThat(named("two", "stable")).as("%s", failure).contains(theirs.digest());
  }

  /** One registry hangs (why else would one interrupt?), and there is time left to move on. */
  @Test
  void oneThatHangsLeavesTimeToMoveOn() throws IOException {
    three.fault = (number, call) -> nap(call.equals("untag 1.2") ? 0 : 30);
    AtomicBoolean dead = new AtomicBoolean();
    two.fault =
        (number, call) -> {
          if (call.equals("tag 1.2")) {
            dead.set(true);
            publication.interrupt(Interruption.PATIENCE);
          }
          if (dead.get()) {
            hang();
          }
        };
    long start = System.nanoTime();
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2"), one, two, three));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(named("three", "1.2"))
        .as("one: %s after %s: %s", named("one", "1.2"), took, failure)
        .isEqualTo(named("one", "1.2"));
  }

  /** Or it would name a release whose version has been withdrawn there. */
  @Test
  void latestMovesOnNowhereWithoutItsVersion() throws IOException {
    publish(image, List.of("1.2"), one); // a run before that died
    hangAt(two, "tag latest", 1500);
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2", "latest"), one, two));
    boolean latest = named("two", "latest").equals(Optional.of(image.digest()));
    boolean version = named("two", "1.2").equals(Optional.of(image.digest()));
    assertThat(version).as("latest %s: %s", latest, failure).isEqualTo(latest);
  }

  /** It has the same tag, and its own version would not come along. */
  @Test
  void anotherImageIsNotHalfMovedOn() throws IOException {
    hangAt(two, "tag latest", 1500);
    Staged x = publication.stage(request(image, List.of("1.2", "latest"), one));
    Staged y = publication.stage(request(theirs, List.of("7.0", "latest"), two));
    Throwable failure = catchThrowable(() -> publication.name(List.of(x, y)));
    boolean latest = named("two", "latest").isPresent();
    assertThat(named("two", "7.0").isPresent()).as("%s", failure).isEqualTo(latest);
  }

  /** A required registry refused, and then the run was to end. */
  @Test
  void interruptionSaysWhatHadFailed() {
    one.canUntag = true;
    hangAt(one, "tag 1.2", 1500);
    two.breakAt("tag 1.2");
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2"), one, two));
    assertThat(failure).hasMessageContaining("broken at tag 1.2");
  }

  /** Content that a registry lacks is sent between look and repeat; a release comes then. */
  @Test
  void aReleaseMadeWhileContentIsCompletedIsNotOverwritten() throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.start();
        HttpKit kit = new HttpKit(folder, log)) {
      registry.faultOn(
          RecordedRequest.manifestPut("1.2.3"),
          1,
          Fault.alter(
              usual -> {
                registry.seedManifest("acme/app", "1.2.3", theirs.index);
                return Answer.error(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown", "");
              }));
      Throwable failure =
          catchThrowable(
              () ->
                  kit.publication.publish(
                      kit.request(
                          image.directory,
                          List.of("1.2.3"),
                          kit.store(registry.repository("acme/app")))));
      assertThat(registry.tags("acme/app").get("1.2.3"))
          .as("%s", failure)
          .isEqualTo(theirs.digest());
    }
  }

  /** Put back, and shown late: what is seen then is not what is there. */
  @Test
  void movingOnDoesNotBelieveWhatItHasJustPutBack() throws IOException {
    try (InProcessRegistry first = InProcessRegistry.start();
        InProcessRegistry second = InProcessRegistry.start().deletesTags(true);
        HttpKit kit = new HttpKit(folder, log)) {
      kit.publication.publish(
          kit.request(old.directory, List.of("1.2"), kit.store(second.repository("acme/app"))));
      second.forgetRequests();
      Predicate<RecordedRequest> put = RecordedRequest.manifestPut("1.2");
      second.faultOn(
          RecordedRequest.of("HEAD", "/manifests/1.2")
              .and(head -> second.requests(put).size() >= 2),
          1,
          Fault.alter(
              usual ->
                  Answer.of(200)
                      .header("Docker-Content-Digest", image.digest().toString())
                      .header("Content-Type", image.index.mediaType())
                      .header("Content-Length", String.valueOf(image.index.bytes().length))));
      second.faultOn(
          RecordedRequest.manifestPut("latest"),
          1,
          Fault.first(
              () -> {
                Thread asks = new Thread(() -> kit.publication.interrupt(Duration.ofMillis(2000)));
                asks.setDaemon(true);
                asks.start();
                try {
                  Thread.sleep(1900);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
      Throwable failure =
          catchThrowable(
              () ->
                  kit.publication.publish(
                      kit.request(
                          image.directory,
                          List.of("1.2", "latest"),
                          kit.store(first.repository("acme/app")),
                          kit.store(second.repository("acme/app")))));
      assertThat(second.tags("acme/app").get("1.2"))
          .as("%s", failure)
          .isEqualTo(first.tags("acme/app").get("1.2"));
    }
  }
}
