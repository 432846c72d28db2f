package io.github.imagemaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes at the same folders. */
class CacheRaceTest {
  @TempDir Path folder;

  private static final Log SILENT =
      new Log() {
        @Override
        public void debug(String line) {}

        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
      };

  /** Another run's bound, or a user who clears his caches, takes a blob that was just fetched. */
  @Test
  void blobThatAnotherProcessTakesFromTheCacheAtOnceIsFetchedAgain() throws IOException {
    byte[] bytes = "a base layer".getBytes(UTF_8);
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, Digest.ofBytes(bytes), bytes.length);
    Path cached = folder.resolve("cache/blobs/sha256").resolve(blob.digest().hex());
    AtomicBoolean taken = new AtomicBoolean();
    OciLayout far = OciLayout.at(folder.resolve("far"), "far.example/base");
    ImageStore origin =
        new ForwardingStore(far) {
          @Override
          public InputStream openBlob(Descriptor wanted) {
            return new FilterInputStream(new ByteArrayInputStream(bytes)) {
              @Override
              public void close() throws IOException {
                // It has its name by now.
                if (Files.exists(cached) && taken.compareAndSet(false, true)) {
                  Files.delete(cached);
                }
              }
            };
          }
        };
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, SILENT);
    assertThatCode(
            () -> {
              try (InputStream in = cache.source(blob, origin).open()) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
              }
            })
        .doesNotThrowAnyException();
    assertThat(taken).isTrue();
  }

  /** Tries the lock of a file, for {@link ChildJvm}: 0 where it is free, 1 where it is held. */
  static final class TryLock {
    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        Runtime.getRuntime().halt(lock == null ? 1 : 0);
      }
    }
  }

  /** Two modules of one JVM, and another process: closing one's channel drops the other's lock. */
  @Test
  void threadThatGivesUpWaitingDoesNotUnlockTheOneThatHolds() throws Exception {
    Path file = folder.resolve(".lock");
    CountDownLatch holding = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              try {
                new DirectoryLock(file)
                    .run(
                        () -> {
                          holding.countDown();
                          await(done);
                          return file;
                        });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    holder.start();
    holding.await();
    assertThat(isHeld(file)).as("held before").isTrue();
    Thread waiter =
        new Thread(
            () -> {
              try {
                new DirectoryLock(file).run(() -> file);
              } catch (IOException e) {
                return;
              }
            });
    waiter.start();
    Thread.sleep(100);
    waiter.interrupt();
    waiter.join();
    boolean held = isHeld(file);
    done.countDown();
    holder.join();
    assertThat(held).as("still held after another thread gave up").isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isHeld(Path file) throws Exception {
    return ChildJvm.start(TryLock.class, folder.resolve("log"), file.toString()).waitFor() == 1;
  }
}
