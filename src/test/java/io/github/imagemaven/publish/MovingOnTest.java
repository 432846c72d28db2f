package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moving on with a tag that cannot go back: what it must leave alone, and what it must bring along.
 */
class MovingOnTest {
  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private OciLayout base;
  private FaultyStore one;
  private FaultyStore two;
  private FaultyStore three;
  private TestImage old;
  private TestImage image;
  private TestImage theirs;
  private Publication publication;

  @BeforeEach
  void stores() {
    base = layout("base");
    one = new FaultyStore("one.example/acme/app", layout("one"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    three = new FaultyStore("three.example/acme/app", layout("three"));
    one.canUntag = false;
    old = new TestImage(folder.resolve("old"), 2, 2000, base);
    image = new TestImage(folder.resolve("new"), 1, 2000, base);
    theirs = new TestImage(folder.resolve("theirs"), 3, 2000, base);
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    publication =
        new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
  }

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  private PublishRequest request(TestImage what, List<String> tags, FaultyStore... stores) {
    List<Destination> all = new ArrayList<>();
    for (FaultyStore store : stores) {
      all.add(new Destination(store, false));
    }
    return new PublishRequest(what.directory, all, tags, name -> base, null);
  }

  private void publish(TestImage what, List<String> tags, FaultyStore... stores)
      throws IOException {
    publication.publish(request(what, tags, stores));
  }

  private Optional<Digest> named(String store, String tag) throws IOException {
    return layout(store).resolve(tag).map(Descriptor::digest);
  }

  private static void hang() throws IOException {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** First something happens, then the run is to end, and the request has no answer. */
  private void hangAt(FaultyStore store, String what, long patience, Runnable first) {
    AtomicBoolean once = new AtomicBoolean();
    store.fault =
        (number, call) -> {
          if (call.equals(what) && once.compareAndSet(false, true)) {
            first.run();
            publication.interrupt(Duration.ofMillis(patience));
            hang();
          }
        };
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
    FaultyStore slow = three;
    slow.fault = (number, call) -> nap(call.equals("untag 1.2") ? 0 : 30);
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

  private static void nap(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Or it would name a release whose version has been withdrawn there. */
  @Test
  void latestMovesOnNowhereWithoutItsVersion() throws IOException {
    publish(image, List.of("1.2"), one); // a run before that died
    hangAt(two, "tag latest", 1500, () -> {});
    Throwable failure = catchThrowable(() -> publish(image, List.of("1.2", "latest"), one, two));
    boolean latest = named("two", "latest").equals(Optional.of(image.digest()));
    boolean version = named("two", "1.2").equals(Optional.of(image.digest()));
    assertThat(version).as("latest %s: %s", latest, failure).isEqualTo(latest);
  }

  /** It has the same tag, and its own version would not come along. */
  @Test
  void anotherImageIsNotHalfMovedOn() throws IOException {
    hangAt(two, "tag latest", 1500, () -> {});
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
    hangAt(one, "tag 1.2", 1500, () -> {});
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
      java.util.function.Predicate<RecordedRequest> put = RecordedRequest.manifestPut("1.2");
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
