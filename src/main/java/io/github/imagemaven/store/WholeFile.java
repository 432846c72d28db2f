package io.github.imagemaven.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A small file that is written in one step: whoever reads it, or is left with it after a failure,
 * has what stood there before or all of what stands there now.
 *
 * <p>That holds while the machine runs. Nothing is forced to the disk, since what is written this
 * way can be made again: after a power cut the file may be empty, and its reader has to refuse it.
 */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Replaces a file, or makes it and the folders above it. It gets the permissions of any new file.
   * Where a link has its name, the link is replaced and what it points at stays.
   *
   * @throws IOException where that fails; the file is then as it was
   */
  public static void write(Path path, byte[] content) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(temporary); // a killed run's, or a link, which is not to be followed
    try {
      Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(temporary, e);
      throw e;
    }
  }

  private static void discard(Path temporary, IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
