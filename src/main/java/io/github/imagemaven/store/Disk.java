package io.github.imagemaven.store;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writing files so that a name never stands for half a content, and saying why it failed. */
final class Disk {
  private static final int BUFFER = 128 * 1024;

  /**
   * ENOSPC, EDQUOT and Windows' ERROR_DISK_FULL, as the system words them in English. In another
   * language, a write that failed is known by the space that is left.
   */
  private static final List<String> FULL =
      List.of("No space left", "Disk quota exceeded", "not enough space on the disk");

  private static final long UNKNOWN = Long.MAX_VALUE;

  private Disk() {}

  /**
   * Copies a stream into a new file. Failures of the stream pass as they are.
   *
   * @throws EnvironmentException where the disk does not take the bytes
   */
  static void write(InputStream in, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = newFile(file, file)) {
      // A connection gives 8 KiB at a time; the disk is asked to take more at once.
      for (int read = fill(in, buffer); read > 0; read = fill(in, buffer)) {
        writeBuffer(out, buffer, read, file);
      }
    }
  }

  private static int fill(InputStream in, byte[] buffer) throws IOException {
    return in.readNBytes(buffer, 0, buffer.length);
  }

  /**
   * @param named what a failure calls it
   */
  private static OutputStream newFile(Path file, Path named) throws IOException {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw explain(e, named);
    }
  }

  private static void writeBuffer(OutputStream out, byte[] buffer, int length, Path named)
      throws IOException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw explain(e, named, length);
    }
  }

  /** Replaces a file's content in one step. */
  static void replace(byte[] content, Path temporary, Path file) throws IOException {
    try {
      try (OutputStream out = newFile(temporary, file)) {
        writeBuffer(out, content, content.length, file);
      }
      moveInto(temporary, file);
    } catch (IOException e) {
      throw explain(e, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Gives a finished temporary file its name; a file that has it already is replaced. */
  static void moveInto(Path temporary, Path file) throws IOException {
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Creates a folder and those above it. */
  static void createFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw explain(e, folder);
    }
  }

  /** What becomes of a file that cannot be made, named or locked. An interruption stays one. */
  static IOException explain(IOException failure, Path path) throws EnvironmentException {
    return explain(failure, path, 0);
  }

  /**
   * What a failed write becomes.
   *
   * @param bytes what was to be written; less room than that, and the failure is put down to it
   */
  private static IOException explain(IOException failure, Path path, long bytes)
      throws EnvironmentException {
    if (failure instanceof ClosedByInterruptException
        || failure instanceof FileLockInterruptionException
        || failure instanceof InterruptedIOException) {
      return failure;
    }
    long free = freeSpace(path);
    String reason = reason(failure);
    if (free < bytes || saysFull(failure)) {
      throw new EnvironmentException(
          "no space left on the disk of "
              + path
              + " ("
              + reason
              + "; "
              + inWords(free)
              + "): make room there and run again",
          failure);
    }
    throw new EnvironmentException(
        "cannot write " + path + ": " + reason + " (" + inWords(free) + " on its disk)", failure);
  }

  private static String inWords(long free) {
    return free == UNKNOWN ? "unknown space" : free + " bytes free";
  }

  private static boolean saysFull(IOException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (FULL.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }

  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return String.valueOf(file.getReason());
    }
    String message = String.valueOf(failure.getMessage());
    return failure.getClass().getSimpleName() + ": " + message;
  }

  private static long freeSpace(Path path) {
    for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
      try {
        return Files.getFileStore(at).getUsableSpace();
      } catch (NoSuchFileException e) {
        // not made yet: the folder above it is on the same disk
      } catch (IOException e) {
        return UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  /** Whether a file is there with a blob's size. */
  static boolean holds(Path file, Descriptor blob) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == blob.size();
  }
}
