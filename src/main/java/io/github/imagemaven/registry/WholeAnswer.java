package io.github.imagemaven.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import okhttp3.Response;
import okio.Timeout;

/**
 * The time that the body of a small answer may take: a manifest, a page of tags, a token, an error.
 * A limit on silence alone would let one that comes byte by byte go on for days.
 */
final class WholeAnswer {
  /** 4 MiB at 35 kB/s. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private final Duration limit;
  private final long end;

  private WholeAnswer(Duration limit, long end) {
    this.limit = limit;
    this.end = end;
  }

  /** Begins to count, unless that has begun for this answer. */
  static WholeAnswer begin(Response response, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Timeout timeout = response.body().source().timeout();
    if (!timeout.hasDeadline()) {
      timeout.deadlineNanoTime(end);
    }
    return new WholeAnswer(limit, end);
  }

  /** What was thrown while the answer was read, or that it took too long. */
  IOException explained(IOException e) {
    boolean over = System.nanoTime() - end >= 0;
    // A read that begins when the time is over is not a socket's time-out, but a deadline.
    boolean late = e instanceof InterruptedIOException && !Thread.currentThread().isInterrupted();
    return over && late ? SlowAnswerException.ofBody(limit, e) : e;
  }
}
