package io.github.imagemaven.store;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;

/** A store lacks a blob that was asked for: {@code IMG-4}. */
public final class BlobMissingException extends ImageException {
  /**
   * @param store the store's name
   * @param blob what it lacks
   */
  public BlobMissingException(String store, Descriptor blob) {
    super(
        Code.PUBLICATION,
        store + " has no blob " + blob.digest() + " (" + blob.size() + " bytes)",
        null);
  }
}
