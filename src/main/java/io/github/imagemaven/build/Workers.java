package io.github.imagemaven.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one build: a few that compute, as many as there are processors, and a few that
 * wait for a registry. Closed, they are told to stop and given a moment to tidy up.
 */
final class Workers implements AutoCloseable {
  /** How many transfers of base layers go on at once. */
  private static final int TRANSFERS = 4;

  private static final int MOMENT = 2;

  private final ExecutorService computing =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()), threads("image-layer-"));
  private final ExecutorService transferring =
      Executors.newFixedThreadPool(TRANSFERS, threads("image-base-"));

  private static ThreadFactory threads(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts a task that computes. */
  <T> Future<T> compute(Callable<T> task) {
    return computing.submit(task);
  }

  /** Starts a task that waits for a registry; it starts no other. */
  <T> Future<T> transfer(Callable<T> task) {
    return transferring.submit(task);
  }

  /** What transfers do, one for each of the inputs. */
  interface Transfer<A, B> {
    B run(A input) throws IOException;
  }

  /** Runs a transfer for each input and waits for all; the results are in the inputs' order. */
  <A, B> List<B> transferAll(List<A> inputs, Transfer<A, B> transfer) throws IOException {
    List<Future<B>> tasks = new ArrayList<>();
    inputs.forEach(input -> tasks.add(transfer(() -> transfer.run(input))));
    return Futures.all(tasks);
  }

  @Override
  public void close() {
    computing.shutdownNow();
    transferring.shutdownNow();
    try {
      boolean stopped = computing.awaitTermination(MOMENT, TimeUnit.SECONDS);
      if (stopped) {
        transferring.awaitTermination(MOMENT, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
