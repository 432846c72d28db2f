package io.github.imagemaven.registry;

import io.github.imagemaven.report.Figures;
import java.io.IOException;
import java.time.Duration;

/** A small answer that was never silent for long and did not come to its end. */
final class SlowAnswerException extends IOException {
  private static final long serialVersionUID = 1;

  SlowAnswerException(Duration limit, IOException cause) {
    super(
        "did not send a small answer to its end within "
            + Figures.seconds(limit)
            + ", which is the limit",
        cause);
  }
}
