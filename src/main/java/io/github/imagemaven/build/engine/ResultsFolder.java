package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a module for what an engine makes, which has one name: a run that deleted what
 * another is at work with would have that fail with words that nobody understands.
 *
 * @param path where it is
 * @param lock held as long as this is open
 */
record ResultsFolder(Path path, FileChannel lock) {
  private static final String LOCK = "lock";

  /**
   * Makes it, and deletes what a run has left that was killed.
   *
   * @throws EnvironmentException where another run is at work with it
   */
  static ResultsFolder make(Path path, Log log) throws IOException {
    Path file = path.resolve(LOCK);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        lock(channel, path, log);
      }
    }
    FolderDeletion.delete(path);
    Files.createDirectories(path);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock(channel, path, log);
      return new ResultsFolder(path, channel);
    } catch (FileAlreadyExistsException e) {
      throw inUse(path, e);
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

  /** Deletes it. */
  void delete() throws IOException {
    try (lock) {
      FolderDeletion.delete(path);
    }
  }
}
