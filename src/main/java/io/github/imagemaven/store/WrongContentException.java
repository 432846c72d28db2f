package io.github.imagemaven.store;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;

/** A source gave other bytes than the blob's; nothing was kept of them: {@code IMG-4}. */
public final class WrongContentException extends ImageException {
  /**
   * @param blob what was asked for
   * @param problem what is wrong with the bytes that came
   */
  public WrongContentException(Descriptor blob, String problem) {
    super(
        Code.PUBLICATION,
        "what came for blob " + blob.digest() + " is not that blob: " + problem,
        null);
  }
}
