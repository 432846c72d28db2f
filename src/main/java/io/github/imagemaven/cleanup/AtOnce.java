package io.github.imagemaven.cleanup;

import io.github.imagemaven.report.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Questions to a registry that do not depend on each other, several at a time. */
final class AtOnce {
  /** As many as a host is asked at a time. */
  private static final int THREADS = 5;

  private AtOnce() {}

  /**
   * Asks all of them.
   *
   * @return the answers, in the order of the questions
   * @throws ImageException the first that one of them met; nothing new is asked then
   */
  static <T, R> List<R> ask(List<T> questions, Function<T, R> registry) {
    if (questions.size() < 2) {
      return questions.stream().map(registry).toList();
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(THREADS, questions.size()), AtOnce::thread);
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T question : questions) {
        futures.add(pool.submit(() -> registry.apply(question)));
      }
      List<R> answers = new ArrayList<>();
      for (Future<R> future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CleanupException("the clean-up was interrupted; run it again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a question fails in no other way", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "image-cleanup");
    thread.setDaemon(true);
    return thread;
  }
}
