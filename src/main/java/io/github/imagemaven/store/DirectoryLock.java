package io.github.imagemaven.store;

import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time: among the threads that share this object, among everything else in this
 * JVM, and among processes. The operating system drops the lock of a process that dies.
 *
 * <p>A process loses its POSIX locks on a file when any part of it closes that file. So only one
 * thread of a JVM may have the locked file open, and which one that is must be settled among all
 * class loaders: modules of one build may each have loaded this plugin. It is settled at a second
 * file, the gate: the JDK knows every {@link FileLock} the JVM holds, whoever asked for it, and
 * refuses an overlapping one even where the operating system has lost it, since it goes by the
 * {@link FileLock} and its own channel. What a thread that gives up at the gate takes away by
 * closing it keeps out nobody but other processes, and those are kept out by the locked file.
 * (Monitors, and the system properties, are shared by all loaders too, but a thread that waits for
 * a monitor cannot be interrupted, and the properties are the build's.)
 *
 * <p>It is tried for again and again rather than waited for in the system: that wait says nothing,
 * and where threads of two processes hold and want two locks crosswise, POSIX calls it a deadlock,
 * though other threads hold than wait.
 */
final class DirectoryLock {
  /** What the gate's name has after the locked file's. */
  static final String GATE_SUFFIX = ".gate";

  private final Path file;
  private final Path gate;
  private final Log log;
  private final ReentrantLock threads = new ReentrantLock();

  /**
   * @param file created where it is missing, as is the gate beside it, and left there: removing it
   *     would let two in
   * @param log told of a long wait
   */
  DirectoryLock(Path file, Log log) {
    this.file = file;
    this.gate = file.resolveSibling(file.getFileName() + GATE_SUFFIX);
    this.log = log;
  }

  /** Something done while nobody else does. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Waits for the lock, without a limit, and runs the action.
   *
   * @throws io.github.imagemaven.report.EnvironmentException where the folder cannot be written or
   *     its file system knows no locks
   * @throws GivenUpException where the thread is interrupted while it waits
   */
  <T> T run(Action<T> action) throws IOException {
    try {
      threads.lockInterruptibly();
    } catch (InterruptedException e) {
      throw GivenUpException.waitingFor(file.toString(), e);
    }
    LockWait wait = new LockWait(file, log, System::nanoTime);
    try (FileChannel entrance = open(gate);
        FileLock entered = acquire(entrance, wait);
        FileChannel channel = open(file);
        FileLock held = acquire(channel, wait)) {
      return action.run();
    } finally {
      threads.unlock();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Disk.explain(e, file);
    }
  }

  private FileLock acquire(FileChannel channel, LockWait wait) throws IOException {
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
        wait.forAnotherProcess();
      } catch (OverlappingFileLockException e) {
        wait.forAnotherThread();
      } catch (IOException e) {
        throw Disk.explain(e, file);
      }
    }
  }
}
