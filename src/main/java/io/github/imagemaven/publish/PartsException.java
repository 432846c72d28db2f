package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/**
 * Part files that cannot be joined: one is missing, doubled, foreign, stale, damaged, or says what
 * its content contradicts. {@code IMG-9}; nothing has been named.
 */
public final class PartsException extends ImageException {
  /**
   * @param message which files, what was expected, what to do
   */
  public PartsException(String message, @Nullable Throwable cause) {
    super(Code.PARTS, message, cause);
  }

  PartsException(String message) {
    this(message, null);
  }
}
