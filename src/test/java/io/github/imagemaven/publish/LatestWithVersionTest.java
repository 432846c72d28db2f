package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Where {@code latest} cannot go back, neither does the version that it stands for. */
class LatestWithVersionTest extends ThreeStores {
  private static final List<String> RELEASE = List.of("latest", "1.2.3");

  private Throwable refusedByTwo() {
    two.breakAt("tag latest");
    return catchThrowable(() -> publish(image, RELEASE, one, two));
  }

  /** As GitLab's protected tags: who may make it may not delete it. */
  @Test
  void aNewTagThatIsProtectedKeepsItsVersion() throws IOException {
    one.breakAt("untag latest");
    Throwable failure = refusedByTwo();
    assertNamed("latest", image, "one");
    assertNamed("1.2.3", image, "one");
    assertThat(named("two", "1.2.3")).isEmpty();
    assertThat(failure)
        .hasMessageContaining("latest names the new image, complete: it could not be put back (")
        .hasMessageContaining(
            "1.2.3 names the new image, complete: latest stays there, so it stays as well");
  }

  /** What it named before may not be named again, as where a retention policy is in the way. */
  @Test
  void aTagThatIsNotPutBackKeepsItsVersion() throws IOException {
    publish(old, List.of("latest"), one, two);
    AtomicBoolean moved = new AtomicBoolean();
    one.fault =
        (number, call) -> {
          if (call.equals("tag latest") && !moved.compareAndSet(false, true)) {
            throw one.failure(call);
          }
        };
    Throwable failure = refusedByTwo();
    assertThat(named("one", "latest")).as("%s", failure).contains(image.digest());
    assertNamed("1.2.3", image, "one");
    assertNamed("latest", old, "two");
  }

  @Test
  void aVersionThatSomebodyElseHasMovedIsSaidToBeTheirs() throws IOException {
    one.fault =
        (number, call) -> {
          if (call.equals("untag latest")) {
            layout("one").putManifest(theirs.index);
            layout("one").tag("1.2.3", theirs.index);
            throw one.failure(call);
          }
        };
    assertThat(refusedByTwo())
        .hasMessageContaining("1.2.3 moved by somebody else meanwhile, names " + theirs.digest());
    assertNamed("1.2.3", theirs, "one");
  }

  @Test
  void whatGoesBackTakesItsVersionAlong() throws IOException {
    publish(old, List.of("latest"), one);
    assertThat(refusedByTwo()).hasMessageContaining("1.2.3 withdrawn");
    assertNamed("latest", old, "one");
    assertThat(named("one", "1.2.3")).isEmpty();
  }

  /** It has never been seen there, and nobody can put anything there: the version goes. */
  @Test
  void aTagThatWasNotSeenToMoveKeepsNothing() throws IOException {
    publish(old, List.of("latest"), one);
    one.fault =
        (number, call) -> {
          if (call.equals("tag latest")) {
            throw new IllegalStateException("no clear answer");
          }
        };
    Throwable failure = refusedByTwo();
    assertThat(named("one", "1.2.3")).as("%s", failure).isEmpty();
    assertNamed("latest", old, "one");
  }

  /** One image's latest keeps no version of another, and hangs in nobody else's way. */
  @Test
  void oneThatHangsKeepsNobodyElseFromGoingBack() throws IOException {
    one.fault = (number, call) -> nap(call.equals("untag latest") ? 1500 : 0);
    AtomicBoolean gone = new AtomicBoolean();
    three.breakAt("tag latest");
    Thread looks =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 200 && !gone.get(); i++) {
                  boolean hangs =
                      one.calls.contains("untag latest") && named("one", "latest").isPresent();
                  gone.set(
                      hangs
                          && two.calls.contains("untag 1.2.3")
                          && named("two", "1.2.3").isEmpty());
                  nap(10);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    looks.start();
    Throwable failure = catchThrowable(() -> publish(image, RELEASE, one, two, three));
    assertThat(gone.get()).as("%s", failure).isTrue();
    for (String store : List.of("one", "two", "three")) {
      assertThat(named(store, "1.2.3")).isEmpty();
      assertThat(named(store, "latest")).isEmpty();
    }
  }
}
