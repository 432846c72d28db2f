package io.github.imagemaven.release;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;

/** A run that may not be published under the tag it stands for: {@code IMG-2}. */
public final class TagException extends ImageException {
  /**
   * @param message the value found, the form expected, what to do
   */
  public TagException(String message) {
    super(Code.TAG, message, null);
  }
}
