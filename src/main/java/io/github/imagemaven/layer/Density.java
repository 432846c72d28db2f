package io.github.imagemaven.layer;

import java.util.Arrays;

/**
 * Tells content that is compressed already (jar, png, zstd, …) from the rest by its bytes: a
 * compressor leaves all values about equally frequent. A name's ending would say less: there are
 * jars whose entries are only stored, and compressed files of any name.
 *
 * <p>Of dense pieces one in sixteen, about one in a mebibyte, is looked at and speaks for those
 * that follow; others are all looked at, since deflating takes longer than looking.
 */
final class Density {
  private static final int PIECES_PER_LOOK = 16;

  /** How many bytes of a piece are counted, at least. Shorter pieces are always deflated. */
  private static final int SAMPLES = 4096;

  /**
   * In the measure of {@link #evenness}. Found in 435 jars: 268 to 430, a jar's directory of names
   * over 3,000; in classes, libraries and programs not compressed: over 1,900.
   */
  private static final int LIMIT = 1024;

  private final int[] counts = new int[256];
  private int pieces;
  private boolean dense;

  void startFile() {
    pieces = 0;
  }

  /** Whether the next piece of the file should be stored as it is. */
  boolean isDense(byte[] piece, int length) {
    if (pieces++ % PIECES_PER_LOOK == 0 || !dense) {
      dense = length >= SAMPLES && evenness(piece, length) < LIMIT;
    }
    return dense;
  }

  /**
   * How much more often than by chance two bytes are equal, times 256: 256 where all values are
   * equally frequent, 65536 where there is only one.
   */
  private long evenness(byte[] piece, int length) {
    Arrays.fill(counts, 0);
    int stride = length / SAMPLES;
    long samples = 0;
    for (int i = 0; i < length; i += stride) {
      counts[piece[i] & 0xff]++;
      samples++;
    }
    long squares = 0;
    for (int count : counts) {
      squares += (long) count * count;
    }
    return squares * 256 * 256 / (samples * samples);
  }
}
