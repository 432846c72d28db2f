package io.github.imagemaven.load;

import java.io.IOException;

/** An engine did not take an image. */
final class LoadException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the engine's own words
   */
  LoadException(String message) {
    super(message);
  }
}
