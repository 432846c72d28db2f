package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Work on many items at once. Each call has threads of its own and no more of them than it was
 * given, so that work that itself works in parallel can never wait for a thread it holds.
 */
final class Parallel {
  private Parallel() {}

  /** What to do with one item. */
  @FunctionalInterface
  interface Work<T> {
    void on(T item) throws IOException;
  }

  /**
   * Works on every item. After a failure no new item is begun, what is under way is waited for, and
   * the first failure is thrown.
   *
   * @throws io.github.imagemaven.report.GivenUpException where the run was asked to end and the
   *     grace is over; the threads are told, and not waited for
   */
  static <T> void each(
      Collection<T> items, int threads, Interruption interruption, Grace grace, Work<T> work)
      throws IOException {
    run(List.of(List.copyOf(items)), threads, interruption, grace, work);
  }

  /**
   * The same with as many threads for each lane, so that one whose items hang keeps none of the
   * others waiting.
   *
   * @param lane what may hang as a whole, such as a host
   */
  static <T> void each(
      Collection<T> items,
      Function<T, String> lane,
      int threads,
      Interruption interruption,
      Grace grace,
      Work<T> work)
      throws IOException {
    Map<String, List<T>> lanes = items.stream().collect(Collectors.groupingBy(lane));
    run(lanes.values(), threads, interruption, grace, work);
  }

  private static <T> void run(
      Collection<List<T>> lanes, int threads, Interruption interruption, Grace grace, Work<T> work)
      throws IOException {
    CountDownLatch left = new CountDownLatch(lanes.stream().mapToInt(List::size).sum());
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<ExecutorService> pools = new ArrayList<>();
    try {
      for (List<T> items : lanes) {
        ExecutorService pool = pool(Math.max(1, Math.min(threads, items.size())));
        pools.add(pool);
        items.forEach(item -> pool.execute(() -> run(item, work, failure, left)));
      }
      if (left.getCount() > 0) {
        interruption.await(left, grace);
      }
    } finally {
      pools.forEach(ExecutorService::shutdownNow);
    }
    rethrow(failure.get());
  }

  private static ExecutorService pool(int threads) {
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, "image-publication");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static <T> void run(
      T item, Work<T> work, AtomicReference<@Nullable Throwable> failure, CountDownLatch left) {
    try {
      if (failure.get() == null) {
        work.on(item);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    } finally {
      left.countDown();
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException disk) {
      throw disk;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }
}
