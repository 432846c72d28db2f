package io.github.imagemaven.oci;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where a blob's bytes can be had. Opened only when they are needed, and again for every attempt;
 * what it opens gives exactly the bytes of one digest, or fails.
 */
@FunctionalInterface
public interface BlobSource {
  /**
   * Makes the bytes ready to be opened without delay. Called before a connection is kept waiting
   * for them; does nothing where they are at hand.
   *
   * @throws IOException where they cannot be had
   */
  default void prepare() throws IOException {}

  /**
   * The bytes from their beginning; the caller closes the stream.
   *
   * @throws IOException where they cannot be read; never where they are merely not here yet
   */
  InputStream open() throws IOException;
}
