package io.github.imagemaven.build;

import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does several things at once, until one of them fails. */
final class AtOnce {
  /** How long the others are waited for when they have been told to stop. */
  private static final int MOMENT = 10;

  private AtOnce() {}

  /**
   * The results, in the inputs' order. The failure that comes first is thrown as soon as it comes;
   * the others are interrupted and waited for.
   */
  static <A, B> List<B> all(List<A> inputs, Workers.Transfer<A, B> work) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            inputs.size(),
            task -> {
              Thread thread = new Thread(task, "image-platform");
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletionService<B> ended = new ExecutorCompletionService<>(threads);
      List<Future<B>> tasks = new ArrayList<>();
      inputs.forEach(input -> tasks.add(ended.submit(() -> work.run(input))));
      for (int i = 0; i < tasks.size(); i++) {
        ended.take().get();
      }
      return Futures.all(tasks);
    } catch (ExecutionException e) {
      throw Futures.unwrap(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while building the image", e);
    } finally {
      stop(threads);
    }
  }

  private static void stop(ExecutorService threads) {
    threads.shutdownNow();
    boolean isInterrupted = Thread.interrupted();
    try {
      threads.awaitTermination(MOMENT, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
