package io.github.imagemaven.report;

import org.jspecify.annotations.Nullable;

/**
 * A failure whose message a user can act on: what was expected, what was found, what to do now.
 *
 * <p>Each kind of mistake has a subclass in the room that detects it, carrying the offending value.
 * Anything else that is thrown is a defect of the plugin.
 */
public abstract class ImageException extends RuntimeException {
  private final Code code;

  /**
   * @param code the stable code
   * @param message one or more sentences, without the code
   * @param cause what was caught, if anything
   */
  protected ImageException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable code of this failure. */
  public final Code code() {
    return code;
  }

  /** The message; never null here, unlike in {@link Throwable}. */
  @Override
  public final String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
