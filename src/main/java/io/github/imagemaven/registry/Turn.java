package io.github.imagemaven.registry;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that one sends for all that need its answer. Where it gets none, those that waited for
 * it have none either: each would wait as long, one after the other. But a request that nobody
 * needed yet fails alone: it costs those that waited for it none of their attempts.
 */
final class Turn {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicInteger silences = new AtomicInteger();
  private volatile @Nullable TransientFailure last;

  /** Why a request is sent. */
  enum Purpose {
    /** Its answer is needed, and its failure told. */
    NEED,
    /** To be early: nobody has asked for it. */
    GREETING
  }

  /** The request. */
  interface Request<T> {
    T send() throws TransientFailure, InterruptedException;
  }

  /**
   * Waits for whoever is sending it, and sends it if there is still need.
   *
   * @param purpose why this one asks
   * @param made what it is for, where another has made it; null where there is none
   * @throws TransientFailure where it gets no answer, or the needed one that was waited for got
   *     none
   */
  <T> T take(Purpose purpose, Supplier<@Nullable T> made, Request<T> request)
      throws TransientFailure, InterruptedException {
    int before = silences.get();
    lock.lockInterruptibly();
    try {
      T there = made.get();
      if (there != null) {
        return there;
      }
      TransientFailure shared = last;
      if (shared != null && silences.get() != before) {
        throw shared;
      }
      return request.send();
    } catch (TransientFailure e) {
      boolean answered = e.getCause() == null;
      if (purpose == Purpose.NEED && !answered && last != e) {
        last = e;
        silences.incrementAndGet();
      }
      throw e;
    } finally {
      lock.unlock();
    }
  }
}
