package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.DamagedBlobException;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Base blobs on this machine, so that each is downloaded once however many destinations and runs
 * want it.
 *
 * <p>A blob is hashed while it is written, and again when a run first uses it; after that this run
 * trusts it. A damaged one is dropped and fetched again. Threads of this JVM wait for each other's
 * download, other processes are kept out by a file lock. The size is bounded: what was used longest
 * ago goes, never what this run has used.
 */
public final class BlobCache {
  /** Where the cache is unless somebody says otherwise, bound included: 10 GiB. */
  public static final long DEFAULT_LIMIT = 10L << 30;

  private static final int FETCHES = 3;

  /** As for manifests everywhere: 4 MiB. */
  static final long LARGEST_DOCUMENT = 4L << 20;

  private final Path directory;
  private final Log log;
  private final LayoutBlobs blobs;
  private final CacheBound bound;
  private final Map<Digest, Entry> entries = new ConcurrentHashMap<>();
  private final Set<Digest> verified = ConcurrentHashMap.newKeySet();

  /**
   * @param directory made when the first blob is fetched
   * @param limit bytes that the cache may keep
   * @param log told of damaged blobs, and of another build that is waited for
   */
  public BlobCache(Path directory, long limit, Log log) {
    this.directory = directory;
    this.log = log;
    this.blobs = new LayoutBlobs(directory);
    this.bound = new CacheBound(directory.resolve("blobs"), limit, log);
  }

  /**
   * {@code image-maven-plugin} in the user's cache folder, by the <a
   * href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG rule</a>.
   *
   * @param xdgCacheHome the variable's value; null, empty or relative counts as not set
   * @param home the user's home
   */
  public static Path defaultDirectory(@Nullable String xdgCacheHome, Path home) {
    boolean set = xdgCacheHome != null && Path.of(xdgCacheHome).isAbsolute();
    Path caches = set ? Path.of(String.valueOf(xdgCacheHome)) : home.resolve(".cache");
    return caches.resolve("image-maven-plugin");
  }

  /**
   * A base blob's bytes. Nothing is fetched before the source is prepared or opened; a layout on
   * this machine is read directly.
   *
   * @param origin where to fetch it
   */
  public BlobSource source(Descriptor blob, ImageStore origin) {
    if (origin instanceof OciLayout) {
      return () -> origin.openBlob(blob);
    }
    return new BlobSource() {
      @Override
      public void prepare() throws IOException {
        obtain(blob, origin);
      }

      @Override
      public InputStream open() throws IOException {
        return BlobCache.this.open(blob, origin);
      }
    };
  }

  /**
   * A file with a base blob's bytes, for a program that opens it itself and checks what it reads.
   *
   * @param origin where to fetch it; the file of a layout on this machine is its own
   */
  public Path file(Descriptor blob, ImageStore origin) throws IOException {
    if (origin instanceof OciLayout layout) {
      if (!layout.hasBlob(blob)) {
        throw new BlobMissingException(layout.name(), blob);
      }
      return layout.blobPath(blob.digest());
    }
    obtain(blob, origin);
    return blobs.path(blob.digest());
  }

  /**
   * A small document that is here, hashed; empty where it is not, or is damaged.
   *
   * @param digest sha256
   */
  Optional<byte[]> read(Digest digest) throws IOException {
    Path file = blobs.path(digest);
    try {
      byte[] bytes = Files.size(file) > LARGEST_DOCUMENT ? new byte[0] : Files.readAllBytes(file);
      return digest.matches(bytes) ? Optional.of(bytes) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Keeps a small document, in the place of a damaged one if need be. */
  void keep(Descriptor document, byte[] bytes) throws IOException {
    Disk.createFolder(directory);
    blobs.prepare();
    blobs.write(document, () -> new ByteArrayInputStream(bytes));
  }

  private void obtain(Descriptor blob, ImageStore origin) throws IOException {
    if (!verified.contains(blob.digest())) {
      entries.computeIfAbsent(blob.digest(), digest -> new Entry()).obtain(blob, origin);
    }
  }

  private InputStream open(Descriptor blob, ImageStore origin) throws IOException {
    for (int attempt = 1; ; attempt++) {
      obtain(blob, origin);
      try {
        return Files.newInputStream(blobs.path(blob.digest()));
      } catch (NoSuchFileException e) {
        verified.remove(blob.digest()); // somebody emptied the cache meanwhile
        if (attempt == FETCHES) {
          throw e;
        }
      }
    }
  }

  /** One blob of this run: its lock, and how the last fetch ended for those who waited for it. */
  private final class Entry {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger finished = new AtomicInteger();
    private @Nullable Exception failure;

    void obtain(Descriptor blob, ImageStore origin) throws IOException {
      int before = finished.get();
      lockInterruptibly();
      try {
        if (finished.get() != before) {
          rethrowFailure();
        }
        if (!verified.contains(blob.digest())) {
          failure = null;
          fetchLocked(blob, origin);
          verified.add(blob.digest());
        }
      } catch (IOException | ImageException e) {
        failure = Thread.currentThread().isInterrupted() ? null : e;
        throw e;
      } finally {
        finished.incrementAndGet();
        lock.unlock();
      }
    }

    /** Who waited for a fetch shares its failure; who comes later tries again. */
    private void rethrowFailure() throws IOException {
      if (failure instanceof IOException disk) {
        throw disk;
      }
      if (failure instanceof ImageException image) {
        throw image;
      }
    }

    private void lockInterruptibly() throws GivenUpException {
      try {
        lock.lockInterruptibly();
      } catch (InterruptedException e) {
        throw GivenUpException.waitingFor("a download", e);
      }
    }
  }

  /** The lock's file is one of 256, so that they never need clearing away. */
  private void fetchLocked(Descriptor blob, ImageStore origin) throws IOException {
    Path locks = directory.resolve("locks");
    Disk.createFolder(locks);
    blobs.prepare();
    Path file = locks.resolve(blob.digest().hex().substring(0, 2));
    DirectoryLock lock = new DirectoryLock(file, log);
    lock.run(
        () -> {
          if (!isIntact(blob)) {
            fetch(blob, origin);
          }
          return blob;
        });
    bound.used(blobs.path(blob.digest()));
    bound.enforce(verified, blob.digest());
  }

  /** Hashes a blob that is here; a damaged one is dropped. */
  private boolean isIntact(Descriptor blob) throws IOException {
    Path file = blobs.path(blob.digest());
    try (InputStream in =
        new VerifyingStream(
            Files.newInputStream(file), blob, p -> new WrongContentException(blob, p))) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (WrongContentException e) {
      log.warn("cache: " + file + " is damaged (" + e.getMessage() + "), fetching it again");
      Files.deleteIfExists(file);
      return false;
    }
  }

  private void fetch(Descriptor blob, ImageStore origin) throws IOException {
    log.debug(
        "fetching base blob "
            + blob.digest()
            + " ("
            + blob.size()
            + " bytes) from "
            + origin.name());
    for (int attempt = 1; ; attempt++) {
      try {
        blobs.write(blob, () -> origin.openBlob(blob));
        return;
      } catch (IOException | WrongContentException | DamagedBlobException e) {
        if (attempt == FETCHES || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        log.debug("fetching " + blob.digest() + " again after: " + e.getMessage());
      }
    }
  }
}
