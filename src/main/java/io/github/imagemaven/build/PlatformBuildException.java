package io.github.imagemaven.build;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/**
 * An image that cannot be built as asked for, mostly because of its base: {@code IMG-3}. The
 * message names platform and base.
 */
public final class PlatformBuildException extends ImageException {
  /**
   * @param message which platform and base, what was expected and found, what to do
   * @param cause what was caught, if anything
   */
  public PlatformBuildException(String message, @Nullable Throwable cause) {
    super(Code.BUILD, message, cause);
  }
}
