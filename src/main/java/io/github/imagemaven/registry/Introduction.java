package io.github.imagemaven.registry;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The first request to a host goes alone, so that the others know what it learns. Where it gets no
 * answer, those that waited for it have none either: each would wait as long, one after the other.
 */
final class Introduction {
  private final ReentrantLock turn = new ReentrantLock(true);
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean done;
  private volatile @Nullable TransientFailure last;

  /** The request. */
  interface First<T> {
    T send() throws TransientFailure, InterruptedException;
  }

  /** Whether a first request has been answered. */
  boolean isDone() {
    return done;
  }

  /**
   * Sends the first request, or waits for another's.
   *
   * @return null where another's has been answered
   * @throws TransientFailure where it gets no answer, or the one that was waited for got none
   */
  <T> @Nullable T run(First<T> first) throws TransientFailure, InterruptedException {
    int before = failures.get();
    turn.lockInterruptibly();
    try {
      if (done) {
        return null;
      }
      TransientFailure shared = last;
      if (shared != null && failures.get() != before) {
        throw shared;
      }
      T answer = first.send();
      done = true;
      return answer;
    } catch (TransientFailure e) {
      if (last != e) {
        last = e;
        failures.incrementAndGet();
      }
      throw e;
    } finally {
      turn.unlock();
    }
  }
}
