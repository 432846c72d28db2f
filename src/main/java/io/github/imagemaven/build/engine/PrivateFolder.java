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
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;

/**
 * A folder that nobody but this user may look into. A process that is killed leaves its own; since
 * the lock on a file in it ends with the process, the next one of this user knows, and deletes it.
 * What other users have put beside it is not even opened: who owns a folder may put a link into it
 * while somebody deletes what is in it.
 *
 * @param path where it is
 * @param lock held as long as this is open
 */
record PrivateFolder(Path path, FileChannel lock) {
  private static final String PREFIX = "image-engine-";
  private static final String LOCK = "lock";

  /** The same file until it is locked: one without a lock is taken for what a process has left. */
  private static final String UNLOCKED = "unlocked";

  /**
   * Makes one, and deletes those beside it whose processes are gone.
   *
   * @param parent where it is made
   */
  static PrivateFolder make(Path parent, Log log) throws IOException {
    // Temporary directories of Java's are made so that nobody else may look into them.
    Path path = Files.createTempDirectory(parent, own());
    Path file = path.resolve(UNLOCKED);
    FileChannel lock =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    Files.move(file, path.resolve(LOCK));
    deleteLeft(parent, Files.getOwner(path), log);
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

  private static void deleteLeft(Path parent, UserPrincipal user, Log log) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.getFileName().toString().startsWith(own())) {
          deleteIfLeft(folder, user, log);
        }
      }
    } catch (IOException e) {
      log.debug("what other builds have left in " + parent + " stays: " + e);
    }
  }

  private static void deleteIfLeft(Path folder, UserPrincipal user, Log log) {
    Path file = folder.resolve(LOCK);
    try {
      // Without a lock it is just being made.
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
          && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        deleteUnlocked(folder, file, log);
      }
    } catch (IOException e) {
      log.debug(folder + ", left by another build, stays: " + e);
    }
  }

  private static void deleteUnlocked(Path folder, Path file, Log log) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        FolderDeletion.delete(folder);
        log.debug("Deleted " + folder + ", left by a build that was killed");
      }
    }
  }

  /** Deletes it. */
  void delete() throws IOException {
    try (lock) {
      FolderDeletion.delete(path);
    }
  }
}
