package io.github.imagemaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCacheTest {
  @TempDir Path folder;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final Log log =
      new Log() {
        @Override
        public void debug(String line) {}

        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {
          warnings.add(line);
        }
      };

  /** A far store that counts how often a blob is asked of it. */
  private static final class Origin implements ImageStore {
    final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();
    final AtomicInteger opened = new AtomicInteger();
    volatile CountDownLatch gate = new CountDownLatch(0);

    Descriptor add(String content) {
      Descriptor blob = blob(content);
      blobs.put(blob.digest(), content.getBytes(UTF_8));
      return blob;
    }

    @Override
    public String name() {
      return "far.example/base";
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
      opened.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      byte[] bytes = blobs.get(blob.digest());
      if (bytes == null) {
        throw new BlobMissingException(name(), blob);
      }
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<Descriptor> resolve(String selector) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RawManifest> manifest(String selector) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Transfer putBlob(
        Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void putManifest(RawManifest manifest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Withdrawal withdraw(String tag, Digest moved) {
      throw new UnsupportedOperationException();
    }
  }

  private final Origin origin = new Origin();

  private static Descriptor blob(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.ofBytes(bytes), bytes.length);
  }

  private BlobCache cache(long limit) {
    return new BlobCache(folder.resolve("cache"), limit, log);
  }

  private Path file(Descriptor blob) {
    return folder.resolve("cache/blobs/sha256").resolve(blob.digest().hex());
  }

  private static String read(BlobSource source) throws IOException {
    try (InputStream in = source.open()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void fetchesOnceAcrossRuns() throws IOException {
    Descriptor blob = origin.add("layer");
    BlobSource source = cache(1000).source(blob, origin);
    assertThat(folder.resolve("cache")).doesNotExist();
    assertThat(read(source)).isEqualTo("layer");
    assertThat(read(source)).isEqualTo("layer");
    assertThat(read(cache(1000).source(blob, origin))).isEqualTo("layer");
    assertThat(origin.opened).hasValue(1);
    assertThat(warnings).isEmpty();
  }

  @Test
  void askersWaitForOneDownload() throws Exception {
    Descriptor blob = origin.add("layer");
    origin.gate = new CountDownLatch(1);
    BlobCache cache = cache(1000);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> askers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        askers.add(threads.submit(() -> read(cache.source(blob, origin))));
      }
      origin.gate.countDown();
      for (Future<String> asker : askers) {
        assertThat(asker.get()).isEqualTo("layer");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(origin.opened).hasValue(1);
  }

  @Test
  void cachesOfOneFolderWaitForOneDownload() throws Exception {
    Descriptor blob = origin.add("layer");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<String> asker = () -> read(cache(1000).source(blob, origin));
      for (Future<String> asked : threads.invokeAll(Collections.nCopies(4, asker))) {
        assertThat(asked.get()).isEqualTo("layer");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(origin.opened).hasValue(1);
  }

  @Test
  void damagedBlobIsFetchedAgainBeforeAnybodySeesIt() throws IOException {
    Descriptor blob = origin.add("layer");
    read(cache(1000).source(blob, origin));
    for (String damage : List.of("LAYER", "lay", "")) {
      Files.writeString(file(blob), damage);
      assertThat(read(cache(1000).source(blob, origin))).isEqualTo("layer");
    }
    assertThat(origin.opened).hasValue(4);
    assertThat(warnings).hasSize(3);
    assertThat(warnings.get(0)).contains(file(blob).toString()).contains("damaged");
  }

  @Test
  void emptiedDuringTheRunIsFetchedAgain() throws IOException {
    Descriptor blob = origin.add("layer");
    BlobSource source = cache(1000).source(blob, origin);
    read(source);
    Files.delete(file(blob));
    assertThat(read(source)).isEqualTo("layer");
    assertThat(origin.opened).hasValue(2);
  }

  @Test
  void halfADownloadOfTheDeadIsRemoved() throws IOException {
    read(cache(1000).source(origin.add("layer"), origin));
    Path dead = Files.writeString(folder.resolve("cache/.part/dead"), "half");
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minusSeconds(3700)));
    Path writing = Files.writeString(folder.resolve("cache/.part/writing"), "half");
    read(cache(1000).source(origin.add("other"), origin));
    assertThat(dead).doesNotExist();
    assertThat(writing).exists();
  }

  @Test
  void wrongBytesAreNeverKept() {
    Descriptor blob = blob("layer");
    origin.blobs.put(blob.digest(), "other".getBytes(UTF_8));
    assertThatThrownBy(() -> read(cache(1000).source(blob, origin)))
        .isInstanceOf(WrongContentException.class)
        .hasMessageContaining(blob.digest().toString());
    assertThat(file(blob)).doesNotExist();
    assertThat(folder.resolve("cache/.part")).isEmptyDirectory();
  }

  @Test
  void missingInTheOriginIsSaid() {
    assertThatThrownBy(() -> read(cache(1000).source(blob("layer"), origin)))
        .isInstanceOf(BlobMissingException.class)
        .hasMessageContaining("far.example/base");
  }

  @Test
  void leastRecentlyUsedGoesWhenFull() throws IOException {
    Descriptor old = origin.add("old-blob.");
    Descriptor older = origin.add("older-one");
    read(cache(30).source(old, origin));
    read(cache(30).source(older, origin));
    Files.setLastModifiedTime(file(old), FileTime.from(Instant.now().minusSeconds(50)));
    Files.setLastModifiedTime(file(older), FileTime.from(Instant.now().minusSeconds(100)));
    read(cache(30).source(origin.add("new-blob-of-some-size"), origin));
    assertThat(file(old)).exists();
    assertThat(file(older)).doesNotExist();
  }

  @Test
  void whatTheRunUsesStaysEvenWhenItIsTooMuch() throws IOException {
    BlobCache cache = cache(10);
    Descriptor one = origin.add("first of them");
    Descriptor two = origin.add("second of them");
    read(cache.source(one, origin));
    read(cache.source(two, origin));
    assertThat(file(one)).exists();
    assertThat(file(two)).exists();
  }

  /** As a blob of another user is not: here a folder that is not empty. */
  @Test
  void whatMayNotBeRemovedEndsNoRun() throws IOException {
    Path stuck = file(blob("of somebody else"));
    Files.createDirectories(stuck.resolve("content"));
    assertThat(read(cache(1).source(origin.add("layer"), origin))).isEqualTo("layer");
    assertThat(stuck).exists();
  }

  @Test
  void layoutOnThisMachineIsReadDirectly() throws IOException {
    OciLayout layout = OciLayout.at(folder.resolve("layout"), "oci:layout");
    layout.putBlob(blob("a"), () -> new ByteArrayInputStream(new byte[] {'a'}), List.of());
    assertThat(read(cache(10).source(blob("a"), layout))).isEqualTo("a");
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void defaultDirectoryFollowsXdg() {
    Path home = Path.of("/home/me");
    assertThat(BlobCache.defaultDirectory(null, home))
        .isEqualTo(Path.of("/home/me/.cache/image-maven-plugin"));
    assertThat(BlobCache.defaultDirectory("", home))
        .isEqualTo(Path.of("/home/me/.cache/image-maven-plugin"));
    assertThat(BlobCache.defaultDirectory("/var/cache/me", home))
        .isEqualTo(Path.of("/var/cache/me/image-maven-plugin"));
  }
}
