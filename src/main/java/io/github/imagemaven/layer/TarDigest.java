package io.github.imagemaven.layer;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.GivenUpException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The digest of the tar, computed on a thread of its own: a layer is hashed twice, before and after
 * compression, and hashing is most of the work where files are stored.
 *
 * <p>It owns a few block buffers. The writer takes one, fills it, gives it here, reads it once more
 * and takes the next; it becomes free when it has been hashed.
 */
final class TarDigest implements AutoCloseable {
  private static final int BUFFERS = 16;

  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final MessageDigest hasher = Digest.sha256();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "layer-diff-id");
            daemon.setDaemon(true);
            return daemon;
          });

  TarDigest() {
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[TarBlocks.BLOCK]);
    }
  }

  /** A buffer that nobody reads any more, waiting for one if need be. */
  byte[] takeBuffer() throws GivenUpException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      throw GivenUpException.waitingFor("the digest of a layer", e);
    }
  }

  /** Hashes the start of a buffer, which must not be changed from now on. */
  void update(byte[] buffer, int length) {
    thread.execute(
        () -> {
          hasher.update(buffer, 0, length);
          free.add(buffer);
        });
  }

  /** Waits for the digest of everything given. */
  Digest finish() throws GivenUpException {
    try {
      return thread.submit(() -> Digest.ofSha256(hasher)).get();
    } catch (InterruptedException e) {
      throw GivenUpException.waitingFor("the digest of a layer", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing does not fail", e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
