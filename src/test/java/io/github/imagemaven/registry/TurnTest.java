package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many that need the answer to one request. */
final class TurnTest {
  private final Turn turn = new Turn();
  private final AtomicInteger sent = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** One sends, the others wait for it; then it fails. */
  private List<Throwable> fiveFail(Turn.Purpose first, TransientFailure failure)
      throws InterruptedException {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Turn.Purpose purpose = i == 0 ? first : Turn.Purpose.NEED;
      Thread thread = new Thread(() -> failures.add(catchThrowable(() -> take(purpose, failure))));
      thread.start();
      threads.add(thread);
      begun.await();
    }
    for (Thread each : threads.subList(1, 5)) {
      while (each.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
    end.countDown();
    for (Thread each : threads) {
      each.join();
    }
    return failures;
  }

  private String take(Turn.Purpose purpose, TransientFailure failure)
      throws TransientFailure, InterruptedException {
    return turn.take(
        purpose,
        () -> null,
        () -> {
          sent.incrementAndGet();
          begun.countDown();
          end.await();
          throw failure;
        });
  }

  @Test
  void aRequestWithoutAnAnswerIsOneForAllThatWaitedForIt() throws Exception {
    TransientFailure silence = TransientFailure.of("silent", new IOException("silent"));
    assertThat(fiveFail(Turn.Purpose.NEED, silence)).hasSize(5).containsOnly(silence);
    assertThat(sent).hasValue(1);
    assertThat(catchThrowable(() -> take(Turn.Purpose.NEED, silence))).isSameAs(silence);
    assertThat(sent).as("who comes later asks again").hasValue(2);
  }

  @Test
  void aGreetingWithoutAnAnswerIsItsOwn() throws Exception {
    TransientFailure silence = TransientFailure.of("silent", new IOException("silent"));
    assertThat(fiveFail(Turn.Purpose.GREETING, silence)).hasSize(5).containsOnly(silence);
    assertThat(sent).as("the greeting, and one for the four that waited").hasValue(2);
  }

  @Test
  void anAnswerIsOfOneRequest() throws Exception {
    assertThat(fiveFail(Turn.Purpose.NEED, TransientFailure.of("answered 500", null))).hasSize(5);
    assertThat(sent).hasValue(5);
  }
}
