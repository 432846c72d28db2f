package io.github.imagemaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
                new DirectoryLock(file, SILENT)
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
                new DirectoryLock(file, SILENT).run(() -> file);
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

  /** Takes a lock as a module would that has loaded the plugin once more; JDK types only. */
  public static final class Locker implements Callable<Object> {
    private final Path file;
    private final Callable<Object> action;

    /** Made by reflection. */
    public Locker(Path file, Callable<Object> action) {
      this.file = file;
      this.action = action;
    }

    @Override
    public Object call() throws IOException {
      return new DirectoryLock(file, SILENT)
          .run(
              () -> {
                try {
                  return action.call();
                } catch (Exception e) {
                  throw new IOException(e);
                }
              });
    }
  }

  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : ChildJvm.classPath().split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  /** Two modules whose plugin dependencies differ: two class loaders in one JVM. */
  @Test
  void pluginThatIsLoadedTwiceKeepsItselfOut() throws Exception {
    Path file = folder.resolve(".lock");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch bothRun = new CountDownLatch(2);
    Callable<Object> action =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          boolean held = isHeld(file); // takes a while, too
          inside.decrementAndGet();
          return held;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (URLClassLoader one = new URLClassLoader(classPath(), platform());
        URLClassLoader two = new URLClassLoader(classPath(), platform())) {
      List<Future<Object>> runs = new ArrayList<>();
      for (URLClassLoader loader : List.of(one, two)) {
        Class<?> locker = loader.loadClass(Locker.class.getName());
        Object made = locker.getConstructor(Path.class, Callable.class).newInstance(file, action);
        runs.add(
            threads.submit(
                () -> {
                  bothRun.countDown();
                  bothRun.await();
                  return ((Callable<?>) made).call();
                }));
      }
      for (Future<Object> run : runs) {
        assertThat(run.get()).as("kept out other processes").isEqualTo(true);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }

  private static ClassLoader platform() {
    return ClassLoader.getPlatformClassLoader();
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
