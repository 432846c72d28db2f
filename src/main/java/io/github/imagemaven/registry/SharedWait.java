package io.github.imagemaven.registry;

import java.time.Duration;
import java.time.Instant;

/** Until when nothing is sent to a host: one 429 slows everything down that goes there. */
final class SharedWait {
  private final Time time;
  private Instant until = Instant.MIN;

  SharedWait(Time time) {
    this.time = time;
  }

  synchronized void extendBy(Duration wait) {
    Instant end = time.now().plus(wait);
    if (end.isAfter(until)) {
      until = end;
    }
  }

  private synchronized Duration left() {
    Instant now = time.now();
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  void await() throws InterruptedException {
    for (Duration left = left(); !left.isZero(); left = left()) {
      // A millisecond more, so that rounding down never makes this a busy loop.
      time.sleep(left.plusMillis(1));
    }
  }
}
