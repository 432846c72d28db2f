package io.github.imagemaven.registry;

import io.github.imagemaven.report.Figures;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An answer that was never silent for long and did not come to an end. */
final class SlowAnswerException extends IOException {
  private static final long serialVersionUID = 1;

  private SlowAnswerException(String what, Duration limit, @Nullable IOException cause) {
    super(
        "did not send " + what + " within " + Figures.seconds(limit) + ", which is the limit",
        cause);
  }

  /** Headers have come, and then no end of a body that is small. */
  static SlowAnswerException ofBody(Duration limit, IOException cause) {
    return new SlowAnswerException("a small answer to its end", limit, cause);
  }

  /** A status may have come, or some headers. */
  static SlowAnswerException ofHeaders(Duration limit) {
    return new SlowAnswerException("the headers of an answer to their end", limit, null);
  }
}
