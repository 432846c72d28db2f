package io.github.imagemaven.layer;

import io.github.imagemaven.oci.Digest;
import java.io.IOException;

/**
 * Cuts the tar into blocks for compression. Where a block ends depends on the bytes and on the
 * {@code dense} marks alone, never on how they arrive.
 */
final class TarBlocks {
  /** The most that a stored block can hold (RFC 1951, section 3.2.4), in bytes. */
  static final int BLOCK = 65535;

  /** Shorter blocks, the headers between two jars, are stored: nothing to gain, time to lose. */
  private static final int SMALL = 2048;

  private final TarDigest digest;
  private final GzipWriter gzip;
  private byte[] buffer;
  private int length;
  private boolean dense;

  TarBlocks(TarDigest digest, GzipWriter gzip) throws IOException {
    this.digest = digest;
    this.gzip = gzip;
    this.buffer = digest.takeBuffer();
  }

  /**
   * Appends the first {@code count} bytes of an array.
   *
   * @param denseBytes whether they are compressed already and deflating them would be a waste
   */
  void append(byte[] bytes, int count, boolean denseBytes) throws IOException {
    if (denseBytes != dense) {
      endBlock();
      dense = denseBytes;
    }
    for (int done = 0; done < count; ) {
      int step = Math.min(count - done, BLOCK - length);
      System.arraycopy(bytes, done, buffer, length, step);
      length += step;
      done += step;
      if (length == BLOCK) {
        endBlock();
      }
    }
  }

  /** Ends the last block and waits for the digest of the tar. */
  Digest finish() throws IOException {
    endBlock();
    return digest.finish();
  }

  private void endBlock() throws IOException {
    if (length == 0) {
      return;
    }
    digest.update(buffer, length);
    if (dense || length < SMALL) {
      gzip.store(buffer, length);
    } else {
      gzip.deflate(buffer, length);
    }
    buffer = digest.takeBuffer();
    length = 0;
  }
}
