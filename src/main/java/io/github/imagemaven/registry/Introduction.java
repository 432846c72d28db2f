package io.github.imagemaven.registry;

import java.util.Optional;

/** The first request to a host goes alone, so that the others know what it learns. */
final class Introduction {
  private final Turn turn = new Turn();
  private volatile boolean done;

  /** Whether a first request has been answered. */
  boolean isDone() {
    return done;
  }

  /**
   * Sends the first request, or waits for another's.
   *
   * @return empty where another's has been answered
   * @param purpose why it is sent
   * @throws TransientFailure where it gets no answer, or the needed one that was waited for got
   *     none
   */
  <T> Optional<T> run(Turn.Purpose purpose, Turn.Request<T> first)
      throws TransientFailure, InterruptedException {
    return turn.take(
        purpose,
        () -> done ? Optional.empty() : null,
        () -> {
          T answer = first.send();
          done = true;
          return Optional.of(answer);
        });
  }
}
