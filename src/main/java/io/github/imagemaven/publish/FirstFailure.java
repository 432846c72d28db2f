package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What keeps one destination from going on, and whether that has been reported. */
final class FirstFailure {
  private static final String MESSAGE = "failure";
  private static final String CODE = "code";

  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile @Nullable ImageException failure;

  @Nullable ImageException get() {
    return failure;
  }

  void set(ImageException failure) {
    this.failure = failure;
  }

  /** What failed has come about all the same. */
  void overcome() {
    failure = null;
  }

  /** Whether it has not been reported yet; from now on it has. */
  boolean reportOnce() {
    return reported.compareAndSet(false, true);
  }

  /** For {@link #resume}, in types of the JDK. */
  void addTo(Map<String, String> memory) {
    ImageException failed = failure;
    if (failed != null) {
      memory.put(MESSAGE, String.valueOf(failed.getMessage()));
      memory.put(CODE, failed.code().name());
    }
  }

  /** Takes over what an earlier delivery of the same run has met with and reported. */
  void resume(Map<String, String> memory) {
    String message = memory.get(MESSAGE);
    if (message != null) {
      failure =
          new PublicationException(Code.valueOf(String.valueOf(memory.get(CODE))), message, null);
      reported.set(true);
    }
  }
}
