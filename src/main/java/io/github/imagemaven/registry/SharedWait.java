package io.github.imagemaven.registry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Until when nothing is sent to a host: one 429 slows everything down that goes there. */
final class SharedWait {
  private final Time time;
  private final AtomicLong until;

  /**
   * @param until in milliseconds since 1970; shared by all that talk to the host
   */
  SharedWait(Time time, AtomicLong until) {
    this.time = time;
    this.until = until;
  }

  void extendBy(Duration wait) {
    until.accumulateAndGet(time.now().plus(wait).toEpochMilli(), Math::max);
  }

  private long left() {
    return until.get() - time.now().toEpochMilli();
  }

  /** Whether whoever sends now has to wait first. */
  boolean isOn() {
    return left() > 0;
  }

  void await() throws InterruptedException {
    for (long left = left(); left > 0; left = left()) {
      // A millisecond more, so that rounding down never makes this a busy loop.
      time.sleep(Duration.ofMillis(left + 1));
    }
  }
}
