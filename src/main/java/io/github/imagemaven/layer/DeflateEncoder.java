package io.github.imagemaven.layer;

/**
 * Deflates, always to the same bytes.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc1951">RFC 1951</a>. {@code
 * java.util.zip.Deflater} cannot be used here: it calls the zlib that the JDK was built or linked
 * with, and zlib, zlib-ng and the vendors' variants write different bytes.
 *
 * <p>Each call makes one block. Matches reach back over earlier blocks, up to 32 KiB.
 */
final class DeflateEncoder {
  /** A match of this length is taken without looking whether a longer one starts one byte on. */
  private static final int GOOD_ENOUGH = 32;

  private final MatchFinder finder = new MatchFinder();
  private final DeflateBlock block = new DeflateBlock();

  /** Makes the next block refer to nothing before it. */
  void forget() {
    finder.forget();
  }

  /** Writes one block, not the last, of at most {@link TarBlocks#BLOCK} bytes. */
  void encode(byte[] source, int length, BitOutput out) {
    int position = finder.append(source, length);
    int end = position + length;
    block.clear();
    while (position < end) {
      position = finder.find(position, 0) ? encodeMatch(position, end) : encodeLiteral(position);
    }
    block.writeTo(out, source, length);
  }

  private int encodeLiteral(int position) {
    block.addLiteral(finder.byteAt(position));
    return position + 1;
  }

  /** Takes the match just found, or a longer one that starts a little later. */
  private int encodeMatch(int position, int end) {
    int length = finder.length();
    int distance = finder.distance();
    int searched = position + 1;
    while (length < GOOD_ENOUGH && searched < end && finder.find(searched++, length)) {
      position = encodeLiteral(position);
      length = finder.length();
      distance = finder.distance();
    }
    block.addMatch(length, distance);
    finder.skip(searched, position + length);
    return position + length;
  }
}
