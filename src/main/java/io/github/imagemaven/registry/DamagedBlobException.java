package io.github.imagemaven.registry;

import io.github.imagemaven.report.Code;

/**
 * A blob came to its end and is not the one that was asked for. Something on the way may have
 * garbled it, so downloading it once more may help.
 */
public final class DamagedBlobException extends RegistryException {
  private static final long serialVersionUID = 1;

  /**
   * @param message repository, blob, what is wrong with it, what to do
   */
  public DamagedBlobException(String message) {
    super(Code.PUBLICATION, message, null);
  }
}
