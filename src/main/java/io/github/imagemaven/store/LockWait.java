package io.github.imagemaven.store;

import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.Log;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One wait for a lock, which has no limit: the other build may be downloading a large base. Where
 * it takes long it says what is waited for, since the other may as well have been stopped by
 * Ctrl-Z.
 */
final class LockWait {
  private static final long POLL_MILLIS = 5;
  private static final long LONG_SECONDS = 10;
  private static final long VERY_LONG_SECONDS = 60;

  private final Path file;
  private final Log log;
  private final LongSupplier nanoTime;
  private final long began;
  private boolean told;
  private boolean warned;

  /**
   * @param file what is waited for
   * @param nanoTime as {@link System#nanoTime}
   */
  LockWait(Path file, Log log, LongSupplier nanoTime) {
    this.file = file;
    this.log = log;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /** Another process holds the lock. Told once at info, and once more as a warning. */
  void forAnotherProcess() throws GivenUpException {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - began);
    if (seconds >= LONG_SECONDS && !told) {
      told = true;
      log.info("waiting: another build on this machine holds the lock of " + file);
    }
    if (seconds >= VERY_LONG_SECONDS && !warned) {
      warned = true;
      log.warn(
          "waiting for "
              + seconds
              + " s: another build on this machine holds the lock of "
              + file
              + "; if that build has been stopped, let it go on or end it");
    }
    pause();
  }

  /** Another thread of this JVM holds it: it says itself what it waits for, or what it does. */
  void forAnotherThread() throws GivenUpException {
    pause();
  }

  private void pause() throws GivenUpException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw GivenUpException.waitingFor(file.toString(), e);
    }
  }
}
