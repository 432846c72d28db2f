package io.github.imagemaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.Log;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** By a clock of the test. */
class LockWaitTest {
  private final List<String> lines = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 5; // it may overflow

  private final LockWait wait =
      new LockWait(
          Path.of("/cache/locks/ab"),
          new Log() {
            @Override
            public void debug(String line) {}

            @Override
            public void info(String line) {
              lines.add("info " + line);
            }

            @Override
            public void warn(String line) {
              lines.add("warn " + line);
            }
          },
          () -> nanos);

  private void pass(int seconds) throws InterruptedIOException {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    wait.forAnotherProcess();
    wait.forAnotherProcess();
  }

  @Test
  void tellsOnceAndWarnsOnce() throws InterruptedIOException {
    pass(9);
    assertThat(lines).isEmpty();
    pass(1);
    pass(49);
    assertThat(lines)
        .containsExactly(
            "info waiting: another build on this machine holds the lock of /cache/locks/ab");
    pass(1);
    pass(600);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("warn waiting for 60 s").contains("/cache/locks/ab");
  }

  @Test
  void anotherThreadSpeaksForItself() throws InterruptedIOException {
    nanos += TimeUnit.HOURS.toNanos(1);
    wait.forAnotherThread();
    assertThat(lines).isEmpty();
  }

  @Test
  void interruptionEndsItAndStays() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(wait::forAnotherProcess)
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("/cache/locks/ab");
    assertThat(Thread.interrupted()).isTrue();
  }
}
