package io.github.imagemaven.layer;

/**
 * Tells content that is compressed already (jar, png, zstd, …) from the rest by its bytes: a
 * compressor leaves all values about equally frequent. A name's ending would say less: there are
 * jars whose entries are only stored.
 *
 * <p>One piece in sixteen, about one in a mebibyte, is looked at and speaks for those that follow.
 */
final class Density {
  private static final int PIECES_PER_LOOK = 16;

  /** Below this many bytes the values say little, and deflating costs nothing. */
  private static final int SMALLEST = 4096;

  private final int[] counts = new int[256];
  private int piecesSinceLook;
  private boolean dense;

  void startFile() {
    piecesSinceLook = 0;
    dense = false;
  }

  /** Whether the next piece of the file should be stored as it is. */
  boolean isDense(byte[] piece, int length) {
    if (piecesSinceLook++ % PIECES_PER_LOOK == 0) {
      dense = length >= SMALLEST && ratio(piece, length) < 2 * 256;
    }
    return dense;
  }

  /**
   * How often two bytes drawn at random are equal, as a multiple of what chance alone gives, times
   * 256: about 256 for deflated data, above 600 for classes, above 2,000 for text.
   */
  private long ratio(byte[] piece, int length) {
    java.util.Arrays.fill(counts, 0);
    for (int i = 0; i < length; i++) {
      counts[piece[i] & 0xff]++;
    }
    long squares = 0;
    for (int count : counts) {
      squares += (long) count * count;
    }
    return squares * 256 * 256 / ((long) length * length);
  }
}
