package io.github.imagemaven.build;

import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Results of tasks, with the failures of the tasks as they were thrown. */
final class Futures {
  private Futures() {}

  /** The results, in order. The first failure is thrown; the others are told to stop. */
  static <T> List<T> all(List<Future<T>> tasks) throws IOException {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> task : tasks) {
        results.add(get(task));
      }
      return results;
    } finally {
      tasks.forEach(task -> task.cancel(true));
    }
  }

  /** The result. */
  static <T> T get(Future<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while building the image", e);
    } catch (ExecutionException e) {
      throw unwrap(e);
    }
  }

  /**
   * What the task threw, to be thrown again here.
   *
   * @throws IOException where that is what the task threw
   */
  static RuntimeException unwrap(ExecutionException e) throws IOException {
    Throwable cause = e.getCause();
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof RuntimeException runtime) {
      return runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }
}
