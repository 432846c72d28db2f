package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests: three stores that break where they are told to, three images, one publication. */
abstract class ThreeStores {
  static final List<String> TAGS = List.of("1.2", "latest");

  @TempDir Path folder;

  final RecordingLog log = new RecordingLog();
  OciLayout base;
  FaultyStore one;
  FaultyStore two;
  FaultyStore three;
  TestImage old;
  TestImage image;
  TestImage theirs;
  Publication publication;

  @BeforeEach
  void threeStores() {
    base = layout("base");
    one = new FaultyStore("one.example/acme/app", layout("one"));
    two = new FaultyStore("two.example/acme/app", layout("two"));
    three = new FaultyStore("three.example/acme/app", layout("three"));
    old = new TestImage(folder.resolve("old"), 2, 2000, base);
    image = new TestImage(folder.resolve("new"), 1, 2000, base);
    theirs = new TestImage(folder.resolve("theirs"), 3, 2000, base);
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    publication =
        new Publication(log, Progress.none(), cache, new Visibility(3, Duration.ofMillis(1)));
  }

  /** What is behind the store of that name, or would be. */
  OciLayout layout(String name) {
    return OciLayout.at(folder.resolve(name), "oci:" + name);
  }

  PublishRequest request(TestImage what, List<String> tags, Destination... where) {
    return new PublishRequest(what.directory, List.of(where), tags, name -> base, null);
  }

  /** The same where the run can do without none of them. */
  PublishRequest request(TestImage what, List<String> tags, ImageStore... where) {
    return request(
        what,
        tags,
        Arrays.stream(where).map(one -> new Destination(one, false)).toArray(Destination[]::new));
  }

  PublicationRecord publish(TestImage what, List<String> tags, ImageStore... where)
      throws IOException {
    return publication.publish(request(what, tags, where));
  }

  Optional<Digest> named(String store, String tag) throws IOException {
    return layout(store).resolve(tag).map(Descriptor::digest);
  }

  /** Does not answer. */
  static void hang() throws IOException {
    nap(60_000);
  }

  static void nap(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The first time that a store is asked for this, the run is to end, and there is no answer. */
  void hangAt(FaultyStore store, String what, long patience) {
    hangAt(store, what, patience, () -> {});
  }

  /** The same after something else. */
  void hangAt(FaultyStore store, String what, long patience, Runnable first) {
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

  /** All of them name it. */
  void assertNamed(String tag, TestImage what, String... stores) throws IOException {
    for (String store : stores) {
      assertThat(named(store, tag)).as(store + " " + tag).contains(what.digest());
    }
  }

  void assertPublished(String store) throws IOException {
    for (String tag : TAGS) {
      assertNamed(tag, image, store);
    }
  }

  /** As before, when only {@code latest} was there. */
  void assertOld(String store) throws IOException {
    assertThat(named(store, "1.2")).as(store + " 1.2").isEmpty();
    assertNamed("latest", old, store);
  }
}
