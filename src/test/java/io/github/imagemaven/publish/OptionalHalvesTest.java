package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an interruption leaves in destinations that the run can do without. */
class OptionalHalvesTest extends ThreeStores {
  /** While staging, before it moves, and whether it names the image all the same. */
  private static final int LOOKS_BEFORE_THE_WAY_BACK = 3;

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicBoolean hangs = new AtomicBoolean(true);

  @BeforeEach
  void publishOld() throws IOException {
    publish(old, List.of("latest"), one, two, three);
    List.of(one, two, three).forEach(store -> store.calls.clear());
  }

  /** Does not answer until it is interrupted, and takes its time to notice that. */
  private void hangSlowly() throws IOException {
    hanging.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      long end = System.nanoTime() + 300_000_000L;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Publishes, and asks the run to end as soon as something hangs. */
  private Throwable interrupted(Duration patience, Destination... where) throws Exception {
    Thread asker =
        new Thread(
            () -> {
              try {
                hanging.await();
                Thread.sleep(100); // what does not hang arrives
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              publication.interrupt(patience);
            });
    asker.start();
    Throwable failure = catchThrowable(() -> publication.publish(request(image, TAGS, where)));
    asker.join();
    return failure;
  }

  @Test
  void aHalfGoesBackWhereAllElseIsPublished() throws Exception {
    two.fault =
        (number, call) -> {
          if (call.equals("tag latest") && hanging.getCount() > 0) {
            hangSlowly();
          }
        };
    Throwable failure =
        interrupted(Duration.ofSeconds(2), new Destination(one, false), new Destination(two, true));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted, and all is published that has to be")
        .hasMessageContaining("but for:\n  two.example/acme/app: 1.2 withdrawn; latest put back");
    assertPublished("one");
    assertOld("two");
  }

  /** Nothing is published, and what is half there goes back. */
  @Test
  void halvesAloneAreNoPublication() throws Exception {
    FaultyStore.Fault hangOnce =
        (number, call) -> {
          if (call.equals("tag latest") && hangs.get()) {
            try {
              hangSlowly();
            } finally {
              hangs.set(false);
            }
          }
        };
    one.fault = hangOnce;
    two.fault = hangOnce;
    Throwable failure =
        interrupted(Duration.ofSeconds(2), new Destination(one, true), new Destination(two, true));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted while the tags moved; the tags now:")
        .hasMessageNotContaining("all is published");
    assertOld("one");
    assertOld("two");
  }

  @Test
  void onlyDestinationThatIsLeftIncompleteGoesBack() throws Exception {
    loseAPlatformAndHang(one, "one");
    Throwable failure = interrupted(Duration.ofSeconds(2), new Destination(one, true));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("one.example/acme/app: 1.2 withdrawn; latest put back")
        .hasMessageNotContaining("all is published");
    assertOld("one");
  }

  @Test
  void oneThatIsLeftIncompleteGoesBackAndTheOthersStay() throws Exception {
    loseAPlatformAndHang(two, "two");
    Throwable failure =
        interrupted(Duration.ofSeconds(2), new Destination(one, false), new Destination(two, true));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("interrupted, and all is published that has to be")
        .hasMessageContaining("but for:\n  two.example/acme/app: 1.2 withdrawn; latest put back");
    assertPublished("one");
    assertOld("two");
  }

  @Test
  void incompleteOneThatCannotGoBackIsSaidToBeIncomplete() throws Exception {
    loseAPlatformAndHang(two, "two");
    two.canUntag = false;
    Throwable failure =
        interrupted(Duration.ofSeconds(2), new Destination(one, false), new Destination(two, true));
    assertThat(failure)
        .hasMessageContaining(
            "two.example/acme/app: 1.2 names the new image, which is incomplete there: this"
                + " registry cannot drop a tag alone; latest put back");
    assertPublished("one");
    assertThat(named("two", "latest")).contains(old.digest());
  }

  /** Its tags named the image before this run, which cannot take them back. */
  @Test
  void incompleteOneThatWasNamedBeforeIsSaidToBeIncomplete() throws Exception {
    publication.publish(request(image, TAGS, new Destination(two, false)));
    two.calls.clear();
    Digest child = image.children.get(0).digest();
    two.fault =
        (number, call) -> {
          if (call.equals("resolve " + child) && one.calls.contains("tag latest")) {
            Files.deleteIfExists(folder.resolve("two/blobs/sha256/" + child.hex()));
          }
          if (call.equals("putManifest " + child) && one.calls.contains("tag latest")) {
            hangSlowly();
          }
        };
    Throwable failure =
        interrupted(Duration.ofSeconds(2), new Destination(one, false), new Destination(two, true));
    assertThat(failure)
        .hasMessageContaining(
            "two.example/acme/app: 1.2 not moved, names the new image, which is incomplete there");
    assertPublished("one");
  }

  @Test
  void wholeOneStaysWhileAnotherIsSilent() throws Exception {
    two.fault =
        (number, call) -> {
          if (call.equals("tag latest")
              || (hanging.getCount() == 0 && call.startsWith("resolve"))) {
            hangSlowly();
          }
        };
    Throwable failure =
        interrupted(
            Duration.ofSeconds(3),
            new Destination(one, false),
            new Destination(two, true),
            new Destination(three, true));
    assertThat(failure)
        .hasMessageContaining("but for:\n  two.example/acme/app: 1.2 may name the new image")
        .hasMessageNotContaining("three.example");
    assertPublished("one");
    assertPublished("three");
  }

  /** Half of the time is kept for those that the run cannot do without. */
  @Test
  void silentOneOnItsWayBackTakesNotAllOfTheTime() throws Exception {
    two.fault =
        (number, call) -> {
          if (call.equals("tag 1.2")) {
            throw two.failure(call);
          }
          if (call.equals("resolve 1.2") && seen("resolve 1.2") > LOOKS_BEFORE_THE_WAY_BACK) {
            hangSlowly();
          }
        };
    Throwable failure =
        interrupted(Duration.ofSeconds(3), new Destination(one, false), new Destination(two, true));
    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("one.example/acme/app: 1.2 withdrawn")
        .hasMessageNotContaining("all is published");
    assertOld("one");
  }

  private long seen(String call) {
    return two.calls.stream().filter(call::equals).count();
  }

  private void loseAPlatformAndHang(FaultyStore store, String name) {
    Digest child = image.children.get(0).digest();
    store.fault =
        (number, call) -> {
          boolean moved = store.calls.contains("tag latest");
          if (call.equals("resolve " + child) && moved) {
            Files.deleteIfExists(folder.resolve(name + "/blobs/sha256/" + child.hex()));
          }
          if (call.equals("putManifest " + child) && moved) {
            hangSlowly();
          }
        };
  }
}
