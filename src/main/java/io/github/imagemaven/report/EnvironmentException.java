package io.github.imagemaven.report;

import org.jspecify.annotations.Nullable;

/** This machine does not let the run go on: {@code IMG-1}. */
public final class EnvironmentException extends ImageException {
  /**
   * @param message the path or process concerned, what is wrong with it, and what to do
   * @param cause what was caught, if anything
   */
  public EnvironmentException(String message, @Nullable Throwable cause) {
    super(Code.ENVIRONMENT, message, cause);
  }
}
