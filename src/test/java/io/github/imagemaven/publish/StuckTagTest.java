package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An interruption while tags move, with a registry that cannot drop a tag (Distribution 2): a new
 * tag that is live there must not be gone elsewhere.
 */
class StuckTagTest {
  private static final List<String> TAGS = List.of("1.2", "latest");

  @TempDir Path folder;

  private final RecordingLog log = new RecordingLog();
  private OciLayout base;
  private FaultyStore one;
  private FaultyStore two;
  private TestImage old;
  private TestImage image;
  private Publication publication;

  @BeforeEach
  void stores() throws IOException {
    base = layout("base");
    one = new FaultyStore("one.example/acme/app", layout("one"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    one.canUntag = false;
    old = new TestImage(folder.resolve("old"), 2, 2000, base);
    image = new TestImage(folder.resolve("new"), 1, 2000, base);
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    publication =
        new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
    publish(old, List.of("latest"));
  }

  private OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  private void publish(TestImage published, List<String> tags) throws IOException {
    publication.publish(
        new PublishRequest(
            published.directory,
            List.of(
                new Destination(one, false),
                new Destination(two, false),
                new Destination(layout("three"), false)),
            tags,
            name -> base,
            null));
  }

  private Optional<Digest> named(String store, String tag) throws IOException {
    return layout(store).resolve(tag).map(Descriptor::digest);
  }

  /** The first time that a store is asked for this, it does not answer, and the run is to end. */
  private void hangAt(FaultyStore store, String what) {
    store.fault =
        (number, call) -> {
          if (call.equals(what)) {
            store.fault = (next, another) -> {};
            publication.interrupt(Duration.ofMillis(1500)); // half of it for the way forward
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
  }

  @Test
  void staysEverywhereWhereOneCannotDropIt() throws IOException {
    hangAt(one, "tag latest");
    Throwable failure = catchThrowable(() -> publish(image, TAGS));

    assertThat(failure)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "one.example/acme/app: 1.2 names the new image, complete: this registry cannot drop a"
                + " tag alone")
        .hasMessageContaining(
            "two.example/acme/app: 1.2 names the new image, complete: it could not be dropped in"
                + " one.example/acme/app, so that it stays everywhere; latest")
        .hasMessageContaining("oci:three: 1.2 names the new image, complete");
    assertOneState();
  }

  @Test
  void arrivesWhereItHadNotArrivedYet() throws IOException {
    hangAt(two, "tag 1.2");
    Throwable failure = catchThrowable(() -> publish(image, TAGS));

    assertThat(failure)
        .hasMessageContaining("two.example/acme/app: 1.2 names the new image, complete: it could");
    assertOneState();
  }

  /** The registry that answers no more has had all of the time; a layout needs none. */
  @Test
  void layoutsFollowThoughARegistryTakesAllTime() throws IOException {
    two.fault =
        (number, call) -> {
          if (call.equals("tag latest")) {
            publication.interrupt(Duration.ofMillis(1500));
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    Throwable failure = catchThrowable(() -> publish(image, TAGS));

    assertThat(failure).hasMessageContaining("oci:three: 1.2 names the new image, complete");
    for (String store : List.of("one", "two", "three")) {
      assertThat(named(store, "1.2")).as(store).contains(image.digest());
    }
  }

  private void assertOneState() throws IOException {
    for (String store : List.of("one", "two", "three")) {
      assertThat(named(store, "1.2")).as(store).contains(image.digest());
      assertThat(named(store, "latest")).as(store).contains(old.digest());
    }
  }
}
