package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Verified;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files named by the digest of their content, {@code blobs/<algorithm>/<hex>}, and the temporary
 * files they grow in. A file's name is always made from a checked {@link Digest}.
 */
final class LayoutBlobs {
  /**
   * A temporary file that nobody has written to for this long belongs to a process that died: who
   * writes does so all the time, and the registry's client gives up on a source that is silent for
   * a minute. The rest is for machines that share a folder and whose clocks differ.
   *
   * <p>Not by a lock on each file: a process loses its locks on a file when any part of it closes
   * that file, so one that looks would take away the lock of one that writes beside it.
   */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final String DAMAGED = "layout damaged (a blob whose digest does not match): ";

  private final Path blobs;
  private final Path temporary;

  LayoutBlobs(Path directory) {
    this.blobs = directory.resolve("blobs");
    this.temporary = directory.resolve(".part");
  }

  Path path(Digest digest) {
    return blobs.resolve(digest.algorithm()).resolve(digest.hex());
  }

  boolean has(Descriptor blob) throws IOException {
    return Disk.holds(path(blob.digest()), blob);
  }

  /** Makes the folders, and removes what dead processes left in them. */
  void prepare() throws IOException {
    Disk.createFolder(blobs.resolve("sha256"));
    Disk.createFolder(temporary);
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
      for (Path file : files) {
        removeIfOlder(file, limit);
      }
    }
  }

  private static void removeIfOlder(Path file, FileTime limit) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return; // its writer has just given it its name
    } catch (AccessDeniedException e) {
      return; // another user's, in a folder that several write to: no reason not to go on
    }
  }

  /** A new name on the same disk; the file itself is not made. */
  Path temporaryFile() {
    // Not a UUID: that waits for the strong random numbers of a new JVM.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String name =
        ProcessHandle.current().pid()
            + "-"
            + Long.toHexString(random.nextLong())
            + Long.toHexString(System.nanoTime());
    return temporary.resolve(name);
  }

  /**
   * Writes a blob under its name, verified: by its stream where that is {@link Verified}, and fails
   * in its own way, else here.
   *
   * @throws EnvironmentException where the disk does not take it
   * @throws WrongContentException where the source gives other bytes
   */
  void write(Descriptor blob, BlobSource source) throws IOException {
    Path file = temporaryFile();
    try (InputStream in = source.open();
        InputStream verified = verified(in, blob)) {
      Disk.write(verified, file);
      adopt(file, blob.digest());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static InputStream verified(InputStream in, Descriptor blob) {
    boolean already = in instanceof Verified stream && stream.verifies(blob);
    return already
        ? in
        : new VerifyingStream(in, blob, problem -> new WrongContentException(blob, problem));
  }

  /** Gives a finished file the name of its content, which the caller has hashed. */
  void adopt(Path file, Digest digest) throws IOException {
    Path target = path(digest);
    Disk.createFolder(target.getParent() == null ? blobs : target.getParent());
    try {
      Disk.moveInto(file, target);
    } catch (IOException e) {
      throw Disk.explain(e, target);
    }
  }

  /**
   * A blob's bytes, verified while they are read.
   *
   * @throws NoSuchFileException where it is not here
   */
  InputStream open(Descriptor blob) throws IOException {
    Path file = path(blob.digest());
    return new VerifyingStream(Files.newInputStream(file), blob, problem -> damaged(file, problem));
  }

  /**
   * The same for a layout whose writer writes again what is missing: a damaged file is deleted when
   * it is found out.
   *
   * @throws NoSuchFileException where it is not here
   */
  InputStream openOwn(Descriptor blob) throws IOException {
    Path file = path(blob.digest());
    return new VerifyingStream(Files.newInputStream(file), blob, problem -> deleted(file, problem));
  }

  private static EnvironmentException deleted(Path file, String problem) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      EnvironmentException failure = damaged(file, problem);
      failure.addSuppressed(e);
      return failure;
    }
    return new EnvironmentException(
        DAMAGED
            + file
            + ": "
            + problem
            + "; the file has been deleted, and the next build writes it again",
        null);
  }

  /** Reads a file to its end and deletes it where it has not the bytes of its name. */
  boolean dropDamaged(Descriptor blob) throws IOException {
    return isDamaged(blob) && Files.deleteIfExists(path(blob.digest()));
  }

  /** Whether a file is here and has not the bytes of its name; reads it to its end. */
  boolean isDamaged(Descriptor blob) throws IOException {
    Path file = path(blob.digest());
    try (InputStream in =
        new VerifyingStream(
            Files.newInputStream(file),
            blob,
            problem -> new WrongContentException(blob, problem))) {
      in.transferTo(OutputStream.nullOutputStream());
      return false;
    } catch (WrongContentException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false; // gone since it was looked at
    }
  }

  static EnvironmentException damaged(Path file, String problem) {
    return new EnvironmentException(
        DAMAGED
            + file
            + ": "
            + problem
            + "; remove that file and what wrote it writes it again: for target/image run the"
            + " build again, for another layout publish to it or copy the image into it again",
        null);
  }

  /** Drops every blob that is not named. */
  void prune(Set<Digest> keep) throws IOException {
    if (!Files.isDirectory(blobs)) {
      return;
    }
    try (DirectoryStream<Path> algorithms = Files.newDirectoryStream(blobs)) {
      for (Path algorithm : algorithms) {
        prune(algorithm, keep);
      }
    }
  }

  private static void prune(Path algorithm, Set<Digest> keep) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(algorithm)) {
      for (Path file : files) {
        String text = algorithm.getFileName() + ":" + file.getFileName();
        if (Digest.isValid(text) && !keep.contains(Digest.of(text))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
