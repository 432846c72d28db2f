package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/**
 * A publication that did not come to its end. The message says for every destination what is there.
 * {@code IMG-4}, unless every destination failed for one and the same other kind of reason ({@code
 * IMG-6}: who we are; {@code IMG-1}: this machine).
 */
public final class PublicationException extends ImageException {
  /**
   * @param code the kind of failure
   * @param message what is live where, and what to do
   * @param cause the first failure, if there is one
   */
  public PublicationException(Code code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
