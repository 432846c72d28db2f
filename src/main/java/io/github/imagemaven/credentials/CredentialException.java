package io.github.imagemaven.credentials;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/** Credentials that are there and cannot be used: {@code IMG-6}. Never carries a secret. */
public final class CredentialException extends ImageException {
  /**
   * @param message host, place, what is wrong, what to do
   * @param cause what was caught, if anything
   */
  public CredentialException(String message, @Nullable Throwable cause) {
    super(Code.CREDENTIALS, message, cause);
  }
}
