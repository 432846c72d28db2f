package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
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

  /** What was thrown, as a failure that names the destination. */
  static ImageException of(String where, Throwable e) {
    if (e instanceof ImageException known) {
      return known;
    }
    return e instanceof IOException
        ? new PublicationException(Code.PUBLICATION, where + ": " + describe(e), e)
        : defect(where, e);
  }

  /** A defect ends a destination as any other failure does: what has moved still goes back. */
  static PublicationException defect(String where, Throwable e) {
    return new PublicationException(
        Code.PUBLICATION,
        where + ": unexpected " + describe(e) + "; this is a defect, please report it",
        e);
  }

  private static String describe(Throwable e) {
    if (e instanceof GivenUpException) {
      return "given up, since the run was asked to end";
    }
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }
}
