package io.github.imagemaven.oci;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;

/**
 * A manifest, index, config or descriptor that does not have the form its media type promises:
 * {@code IMG-4}. Whoever fetched it adds where it came from.
 */
public final class MalformedContentException extends ImageException {
  /**
   * @param message which document, and what is wrong with it
   */
  public MalformedContentException(String message) {
    super(Code.PUBLICATION, message, null);
  }
}
