package io.github.imagemaven.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Now, waiting, and the chance in a wait. */
interface Time {
  /** The present. */
  Instant now();

  /** Waits. */
  void sleep(Duration duration) throws InterruptedException;

  /** A number from 0 up to and without 1. */
  double chance();

  /** The machine's. */
  static Time real() {
    return new Time() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
      }

      @Override
      public double chance() {
        return ThreadLocalRandom.current().nextDouble();
      }
    };
  }
}
