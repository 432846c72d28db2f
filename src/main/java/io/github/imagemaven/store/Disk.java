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

/** Writing files so that a name never stands for half a content, and saying why it failed. */
final class Disk {
  private static final int BUFFER = 128 * 1024;

  /** Less than this left on a disk, and a failed write is put down to it. */
  private static final long NOTHING_LEFT = 64 * 1024;

  private Disk() {}

  /**
   * Copies a stream into a new file. Failures of the stream pass as they are.
   *
   * @throws EnvironmentException where the disk does not take the bytes
   */
  static void write(InputStream in, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = newFile(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        writeBuffer(out, buffer, read, file);
      }
    }
  }

  private static OutputStream newFile(Path file) throws IOException {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw explain(e, file);
    }
  }

  private static void writeBuffer(OutputStream out, byte[] buffer, int length, Path file)
      throws IOException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw explain(e, file);
    }
  }

  /** Replaces a file's content in one step. */
  static void replace(byte[] content, Path temporary, Path file) throws IOException {
    try {
      Files.write(temporary, content);
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

  /** What a failed write becomes. An interruption stays one. */
  static IOException explain(IOException failure, Path path) throws EnvironmentException {
    if (failure instanceof ClosedByInterruptException
        || failure instanceof FileLockInterruptionException
        || failure instanceof InterruptedIOException) {
      return failure;
    }
    long free = freeSpace(path);
    String reason = reason(failure);
    if (free < NOTHING_LEFT || reason.contains("No space left")) {
      throw new EnvironmentException(
          "no space left on the disk of "
              + path
              + " ("
              + free
              + " bytes free): make room there and run again",
          failure);
    }
    throw new EnvironmentException(
        "cannot write " + path + ": " + reason + " (" + free + " bytes free on its disk)", failure);
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
        return Long.MAX_VALUE; // nobody knows
      }
    }
    return Long.MAX_VALUE;
  }

  /** Whether a file is there with a blob's size. */
  static boolean holds(Path file, Descriptor blob) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == blob.size();
  }
}
