package io.github.imagemaven.publish;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.GivenUpException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether somebody wants the run to end, and how long what it is at may still take. */
final class Interruption {
  /** How long a run that is asked to end may take to leave every tag in one state. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long LOOK_AGAIN_MILLIS = 25;

  private final @Nullable Interruption whole;
  private volatile @Nullable Long deadline;
  private volatile long patience;

  /** What a wait does when the run is asked to end. */
  enum Grace {
    /** Nothing depends on the work: give it up. */
    NONE,
    /** Go on for half of the time, so that the other half is left for the way back. */
    HALF,
    /** Go on for most of the time, so that there is some left for the way back. */
    MOST,
    /** Go on for nearly all of the time, so that there is some left for what follows from it. */
    NEARLY_ALL,
    /** Go on for all of the time. */
    ALL
  }

  Interruption() {
    this(null);
  }

  private Interruption(@Nullable Interruption whole) {
    this.whole = whole;
  }

  /** For a step that ends when the whole run has to, and after so long at the latest. */
  Interruption within(Duration time) {
    Interruption step = new Interruption(this);
    step.limit(time);
    return step;
  }

  /** Asks the run to end; only the first request sets the time. */
  void request(Duration time) {
    if (whole == null) {
      limit(time);
    } else {
      whole.request(time);
    }
  }

  private synchronized void limit(Duration time) {
    if (deadline == null) {
      patience = time.toNanos();
      deadline = System.nanoTime() + patience;
    }
  }

  boolean requested() {
    return deadline != null;
  }

  /**
   * Waits until the latch is open. An interrupted thread is a request too.
   *
   * @throws GivenUpException where the grace is over
   */
  void await(CountDownLatch latch, Grace grace) throws GivenUpException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (latch.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          request(PATIENCE);
        }
        if (isOver(grace)) {
          throw new GivenUpException();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isOver(Grace grace) {
    return whole == null ? isPast(grace) : isPast(Grace.ALL) || whole.isOver(grace);
  }

  private boolean isPast(Grace grace) {
    Long end = deadline;
    if (end == null) {
      return false;
    }
    long left = end - System.nanoTime();
    return switch (grace) {
      case NONE -> true;
      case HALF -> left < patience / 2;
      case MOST -> left < patience / 5 * 2;
      case NEARLY_ALL -> left < patience / 5;
      case ALL -> left < 0;
    };
  }

  /** What a run becomes that was asked to end in time. */
  static EnvironmentException beforeNaming() {
    return new EnvironmentException(
        "interrupted before any tag was moved: run again to finish; what was sent stays where it"
            + " is and has no name",
        null);
  }
}
