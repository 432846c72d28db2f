package io.github.imagemaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time: among the threads that share this object, among everything else in this JVM
 * (the JDK knows every file lock the JVM holds, whichever class loader asked for it), and among
 * processes. The operating system drops the lock of a process that dies.
 */
final class DirectoryLock {
  private static final long POLL_MILLIS = 5;

  private final Path file;
  private final ReentrantLock threads = new ReentrantLock();

  /**
   * @param file created where it is missing, and left there: removing it would let two in
   */
  DirectoryLock(Path file) {
    this.file = file;
  }

  /** Something done while nobody else does. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the lock and runs the action.
   *
   * @throws io.github.imagemaven.report.EnvironmentException where the folder cannot be written or
   *     its file system knows no locks
   * @throws InterruptedIOException where the thread is interrupted while it waits
   */
  <T> T run(Action<T> action) throws IOException {
    try {
      threads.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(file.toString(), e);
    }
    try (FileChannel channel = open();
        FileLock held = acquire(channel)) {
      return action.run();
    } finally {
      threads.unlock();
    }
  }

  private FileChannel open() throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Disk.explain(e, file);
    }
  }

  private FileLock acquire(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        pause();
      } catch (IOException e) {
        throw Disk.explain(e, file);
      }
    }
  }

  private void pause() throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(file.toString(), e);
    }
  }

  /** What a wait that was interrupted becomes; the thread stays interrupted. */
  static InterruptedIOException interrupted(String awaited, InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException failure =
        new InterruptedIOException("interrupted, waiting for " + awaited);
    failure.initCause(cause);
    return failure;
  }
}
