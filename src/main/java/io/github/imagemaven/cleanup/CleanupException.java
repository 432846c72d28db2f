package io.github.imagemaven.cleanup;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/** A clean-up that could not be done, or not wholly: {@code IMG-8}. What was published stays so. */
public final class CleanupException extends ImageException {
  /**
   * @param message what was expected, what was found, what to do now
   * @param cause what was caught, if anything
   */
  public CleanupException(String message, @Nullable Throwable cause) {
    super(Code.CLEANUP, message, cause);
  }
}
