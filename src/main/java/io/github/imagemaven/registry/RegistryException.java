package io.github.imagemaven.registry;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import org.jspecify.annotations.Nullable;

/**
 * A registry that cannot be reached, refuses, or contradicts itself: {@code IMG-4}; or, where it
 * refuses who we are or what we may, {@code IMG-6}.
 */
public class RegistryException extends ImageException {
  private boolean inDoubt;
  private boolean passing;

  /**
   * @param code {@link Code#PUBLICATION} or {@link Code#CREDENTIALS}
   * @param message host, repository, what was tried, what came back, what to do
   * @param cause what was caught, if anything
   */
  public RegistryException(Code code, String message, @Nullable Throwable cause) {
    this(code, message, cause, cause != null);
  }

  /**
   * @param inDoubt whether what was asked for may have been done all the same
   */
  RegistryException(Code code, String message, @Nullable Throwable cause, boolean inDoubt) {
    super(code, message, cause);
    this.inDoubt = inDoubt;
  }

  /**
   * Whether what was asked for may have been done all the same, or be done yet: a connection broke,
   * a gateway gave up on the registry behind it (408, 5xx), or the answer contradicts itself, at
   * the last attempt or at one before. False where the registry said each time that it does not do
   * it.
   *
   * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.6.5">RFC 9110, 15.6.5</a>
   * says of a 504 only that the gateway had no answer in time.
   */
  public final boolean isInDoubt() {
    return inDoubt;
  }

  /**
   * Whether this was given up since its thread was interrupted, which says nothing of a refusal.
   */
  public final boolean isGivenUp() {
    return getCause() instanceof InterruptedException;
  }

  /**
   * Whether the registry gave no answer, or asked to come later (429, 5xx), as often as it was
   * asked: what was to be learned is not known now, and may be another time.
   */
  public final boolean isPassing() {
    return passing;
  }

  /** Notes that another time may bring an answer. */
  final RegistryException passing() {
    passing = true;
    return this;
  }

  /** Notes that a request may have taken effect although it was not answered so. */
  final void putInDoubt() {
    inDoubt = true;
  }
}
