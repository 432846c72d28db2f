package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a module for what an engine makes, which has one name: a run that deleted what
 * another is at work with would have that fail with words that nobody understands. The file that is
 * locked is beside it and stays there: removing it would let two in.
 *
 * @param path where it is
 * @param lock held as long as this is open
 */
record ResultsFolder(Path path, FileChannel lock) {
  private static final String SUFFIX = ".lock";

  /**
   * Makes it, and deletes what a run has left that was killed.
   *
   * @throws EnvironmentException where another run is at work with it
   */
  static ResultsFolder make(Path path, Log log) throws IOException {
    Files.createDirectories(path.getParent());
    Path file = path.resolveSibling(path.getFileName() + SUFFIX);
    FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(lock, path, log);
      FolderDeletion.delete(path);
      Files.createDirectories(path);
      return new ResultsFolder(path, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path path, Log log) {
    try {
      if (channel.tryLock() == null) {
        throw inUse(path, null);
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(path, e);
    } catch (IOException e) {
      log.debug(path + " cannot be locked, and two runs at once are not noticed: " + e);
    }
  }

  private static EnvironmentException inUse(Path path, @Nullable Exception cause) {
    return new EnvironmentException(
        "another run of Maven has a Containerfile built in "
            + path.getParent()
            + ": run again when it has ended",
        cause);
  }

  /** Deletes it, once: afterwards it may be another run's. */
  void delete() throws IOException {
    if (lock.isOpen()) {
      try (lock) {
        FolderDeletion.delete(path);
      }
    }
  }
}
