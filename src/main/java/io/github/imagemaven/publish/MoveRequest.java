package io.github.imagemaven.publish;

import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.GivenUpException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The request that moves a tag: whether it may still go out, and what is known of what came of it.
 */
final class MoveRequest {
  /** How long the way back waits for a request of the way forward that was given up. */
  private static final long STRAGGLER_MILLIS = 1000;

  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean givenUp;
  private volatile boolean inDoubt;
  private volatile Outcome outcome = Outcome.NOT_BEGUN;

  /** From here on the tag may have moved; not after somebody has gone back. */
  synchronized void begin() throws GivenUpException {
    if (givenUp) {
      throw new GivenUpException();
    }
    outcome = Outcome.UNKNOWN;
  }

  /** Lets none begin any more; whether one has begun. */
  synchronized boolean giveUp() {
    givenUp = true;
    return outcome != Outcome.NOT_BEGUN;
  }

  /**
   * The tag has moved.
   *
   * @param leavesDoubt whether an attempt before may take effect later
   */
  void moved(boolean leavesDoubt) {
    inDoubt |= leavesDoubt;
    outcome = Outcome.MOVED;
  }

  /** Refused for good, whatever fails next, unless some request is still on its way. */
  void failed(RegistryException failure) {
    inDoubt |= failure.isInDoubt();
    if (!inDoubt) {
      outcome = Outcome.REFUSED;
    }
  }

  /** Nothing more is going to be sent. */
  void end() {
    ended.countDown();
  }

  /** Waits for that a little; whether it has come. */
  boolean awaitEnd() throws InterruptedException {
    return ended.await(STRAGGLER_MILLIS, TimeUnit.MILLISECONDS);
  }

  Outcome outcome() {
    return outcome;
  }

  /** Whether some attempt may take effect yet, whatever came of the last. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Whether it is on its way. */
  boolean isUnanswered() {
    return outcome == Outcome.UNKNOWN && ended.getCount() > 0;
  }
}
