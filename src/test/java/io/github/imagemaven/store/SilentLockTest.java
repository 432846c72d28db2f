package io.github.imagemaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process that holds a lock of the cache and does not go on, as one stopped by Ctrl-Z. */
class SilentLockTest {
  @TempDir Path folder;

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Holds the lock of a file until it is killed, for {@link ChildJvm}. */
  static final class Hold {
    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel =
          FileChannel.open(
              Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        Files.createFile(Path.of(arguments[1]));
        Thread.sleep(600_000);
      }
    }
  }

  @Test
  void whoWaitsForAnotherProcessSaysSo() throws Exception {
    byte[] bytes = "a base layer".getBytes(UTF_8);
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, Digest.ofBytes(bytes), bytes.length);
    Path locks = Files.createDirectories(folder.resolve("cache/locks"));
    Path held = folder.resolve("held");
    Process other =
        ChildJvm.start(
            Hold.class,
            folder.resolve("log"),
            locks.resolve(blob.digest().hex().substring(0, 2)).toString(),
            held.toString());
    try {
      while (!Files.exists(held)) {
        assertThat(other.isAlive()).isTrue();
        Thread.sleep(20);
      }
      BlobCache cache =
          new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, new Lines());
      ImageStore origin =
          new ForwardingStore(OciLayout.at(folder.resolve("far"), "far.example/base")) {
            @Override
            public InputStream openBlob(Descriptor wanted) {
              return new ByteArrayInputStream(bytes);
            }
          };
      Thread run =
          new Thread(
              () -> {
                try (InputStream in = cache.source(blob, origin).open()) {
                  in.readAllBytes();
                } catch (IOException e) {
                  return;
                }
              });
      run.start();
      // It speaks after 10 s.
      for (int i = 0; i < 600 && run.isAlive() && lines.isEmpty(); i++) {
        run.join(50);
      }
      boolean waits = run.isAlive();
      run.interrupt();
      run.join();
      assertThat(waits).isTrue();
      assertThat(lines)
          .as("what it waits for")
          .singleElement()
          .asString()
          .contains("another build", folder.resolve("cache/locks").toString());
    } finally {
      other.destroyForcibly();
    }
  }

  private final class Lines implements Log {
    @Override
    public void debug(String line) {}

    @Override
    public void info(String line) {
      lines.add(line);
    }

    @Override
    public void warn(String line) {
      lines.add(line);
    }
  }
}
