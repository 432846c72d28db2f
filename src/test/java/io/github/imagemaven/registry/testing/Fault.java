package io.github.imagemaven.registry.testing;

import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request. Made by the factories here, given to {@link
 * InProcessRegistry#faultOn}.
 */
public final class Fault {
  private final boolean processes;
  private final long dropsAfterRequestBytes;
  private final boolean dropsAnswer;
  private final long truncatesAt;
  private final @Nullable Runnable first;
  private final UnaryOperator<Answer> answer;

  private Fault(
      boolean processes,
      long dropsAfterRequestBytes,
      boolean dropsAnswer,
      long truncatesAt,
      @Nullable Runnable first,
      UnaryOperator<Answer> answer) {
    this.processes = processes;
    this.dropsAfterRequestBytes = dropsAfterRequestBytes;
    this.dropsAnswer = dropsAnswer;
    this.truncatesAt = truncatesAt;
    this.first = first;
    this.answer = answer;
  }

  /** Not processed; this answer instead. */
  public static Fault answer(Answer instead) {
    return new Fault(false, -1, false, -1, null, ignored -> instead);
  }

  /** Not processed; this status instead, with an empty body. */
  public static Fault status(int status) {
    return answer(Answer.of(status));
  }

  /** Processed; what would be answered is changed. */
  public static Fault alter(UnaryOperator<Answer> change) {
    return new Fault(true, -1, false, -1, null, change);
  }

  /** Not processed; the connection is closed without an answer. */
  public static Fault dropBefore() {
    return new Fault(false, 0, true, -1, null, UnaryOperator.identity());
  }

  /** Not processed; the connection is closed after so many bytes of the request's body. */
  public static Fault dropWithin(long requestBytes) {
    return new Fault(false, requestBytes, true, -1, null, UnaryOperator.identity());
  }

  /** Processed; the connection is closed without an answer. */
  public static Fault dropAfter() {
    return new Fault(true, -1, true, -1, null, UnaryOperator.identity());
  }

  /** Processed; the answer promises its full length and ends after so many bytes. */
  public static Fault truncate(long bytes) {
    return new Fault(true, -1, false, bytes, null, UnaryOperator.identity());
  }

  /** Processed as usual after something else has been done, on the server's thread. */
  public static Fault first(Runnable action) {
    return new Fault(true, -1, false, -1, action, UnaryOperator.identity());
  }

  /** Processed as usual, but not before the latch opens. */
  public static Fault hold(CountDownLatch latch) {
    return first(
        () -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Another fault, after what this one does first. */
  public Fault then(Fault next) {
    return new Fault(
        next.processes,
        next.dropsAfterRequestBytes,
        next.dropsAnswer,
        next.truncatesAt,
        () -> {
          for (Runnable each : new Runnable[] {first, next.first}) {
            if (each != null) {
              each.run();
            }
          }
        },
        next.answer);
  }

  boolean processes() {
    return processes;
  }

  long dropsAfterRequestBytes() {
    return dropsAfterRequestBytes;
  }

  boolean dropsAnswer() {
    return dropsAnswer;
  }

  long truncatesAt() {
    return truncatesAt;
  }

  @Nullable Runnable first() {
    return first;
  }

  Answer apply(Answer usual) {
    return answer.apply(usual);
  }
}
