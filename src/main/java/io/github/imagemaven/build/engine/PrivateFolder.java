package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A folder that nobody but this user may look into. A process that is killed leaves its own; since
 * the lock on a file in it ends with the process, the next one knows, and deletes it.
 *
 * @param path where it is
 * @param lock held as long as this is open
 */
record PrivateFolder(Path path, FileChannel lock) {
  private static final String PREFIX = "image-engine-";
  private static final String LOCK = "lock";

  /**
   * Makes one, and deletes those beside it whose processes are gone.
   *
   * @param parent where it is made
   */
  static PrivateFolder make(Path parent, Log log) throws IOException {
    deleteLeft(parent, log);
    // Temporary directories of Java's are made so that nobody else may look into them.
    Path path = Files.createTempDirectory(parent, own());
    FileChannel lock =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    return new PrivateFolder(path, lock);
  }

  /**
   * A process loses its locks of a file with the first channel to it that it closes, whoever has
   * opened that: so none looks at its own, and they are known by their names. In containers many a
   * process has the same number.
   */
  private static String own() {
    ProcessHandle process = ProcessHandle.current();
    Instant begun = process.info().startInstant().orElse(Instant.EPOCH);
    return PREFIX + process.pid() + "-" + Long.toString(begun.toEpochMilli(), 36) + "-";
  }

  private static void deleteLeft(Path parent, Log log) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.getFileName().toString().startsWith(own())) {
          deleteIfLeft(folder, log);
        }
      }
    } catch (IOException e) {
      log.debug("what other builds have left in " + parent + " stays: " + e);
    }
  }

  private static void deleteIfLeft(Path folder, Log log) {
    Path file = folder.resolve(LOCK);
    // Not there: it is another user's, or being made.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        FolderDeletion.delete(folder);
        log.debug("Deleted " + folder + ", left by a build that was killed");
      }
    } catch (IOException e) {
      log.debug(folder + ", left by another build, stays: " + e);
    }
  }

  /** Deletes it. */
  void delete() throws IOException {
    try (lock) {
      FolderDeletion.delete(path);
    }
  }
}
