package io.github.imagemaven.layer;

import java.util.Arrays;

/**
 * The symbols of one block, and the smallest of its three forms (RFC 1951, sections 3.2.4 to
 * 3.2.7).
 */
final class DeflateBlock {
  private static final int END = 256;
  private static final int FIRST_LENGTH = 257;
  private static final int LITERALS = 286;
  private static final int DISTANCES = 30;
  private static final int MAX_BITS = 15;
  private static final HuffmanCode FIXED_LITERALS = HuffmanCode.ofLengths(fixedLiteralLengths());
  private static final HuffmanCode FIXED_DISTANCES = HuffmanCode.ofLengths(fixedDistanceLengths());

  /** Literals as they are; a match as its length shifted by 16 and its distance. */
  private final int[] symbols = new int[TarBlocks.BLOCK];

  private int count;
  private final int[] literalUse = new int[LITERALS];
  private final int[] distanceUse = new int[DISTANCES];
  private long extraBits;

  void clear() {
    count = 0;
    extraBits = 0;
    Arrays.fill(literalUse, 0);
    Arrays.fill(distanceUse, 0);
    literalUse[END] = 1;
  }

  void addLiteral(byte value) {
    int literal = value & 0xff;
    symbols[count++] = literal;
    literalUse[literal]++;
  }

  /**
   * @param length 3 to 258
   * @param distance 1 to 32768
   */
  void addMatch(int length, int distance) {
    symbols[count++] = length << 16 | distance;
    int lengthCode = lengthCode(length);
    int distanceCode = distanceCode(distance);
    literalUse[FIRST_LENGTH + lengthCode]++;
    distanceUse[distanceCode]++;
    extraBits += lengthExtraBits(lengthCode) + distanceExtraBits(distanceCode);
  }

  /** Writes the block in its smallest form; {@code source} is what the symbols stand for. */
  void writeTo(BitOutput out, byte[] source, int length) {
    HuffmanCode literals = HuffmanCode.of(literalUse, MAX_BITS);
    HuffmanCode distances = HuffmanCode.of(distanceUse, MAX_BITS);
    CodeLengths codeLengths = new CodeLengths(literals.lengths(), distances.lengths());
    long dynamicBits = codeLengths.bits() + bits(literals, distances);
    long fixedBits = bits(FIXED_LITERALS, FIXED_DISTANCES);
    long storedBits = 8L * (length + 5);
    if (storedBits <= Math.min(dynamicBits, fixedBits)) {
      out.storedBlockHeader(length);
      out.putBytes(source, 0, length);
    } else if (fixedBits <= dynamicBits) {
      out.put(0b010, 3);
      writeSymbols(out, FIXED_LITERALS, FIXED_DISTANCES);
    } else {
      out.put(0b100, 3);
      codeLengths.writeTo(out);
      writeSymbols(out, literals, distances);
    }
  }

  private long bits(HuffmanCode literals, HuffmanCode distances) {
    return literals.bits(literalUse) + distances.bits(distanceUse) + extraBits;
  }

  private void writeSymbols(BitOutput out, HuffmanCode literals, HuffmanCode distances) {
    for (int i = 0; i < count; i++) {
      int length = symbols[i] >>> 16;
      if (length == 0) {
        literals.put(out, symbols[i]);
      } else {
        putLength(out, literals, length);
        putDistance(out, distances, symbols[i] & 0xffff);
      }
    }
    literals.put(out, END);
  }

  private static void putLength(BitOutput out, HuffmanCode literals, int length) {
    int code = lengthCode(length);
    int extra = lengthExtraBits(code);
    literals.put(out, FIRST_LENGTH + code, (length - 3) & ((1 << extra) - 1), extra);
  }

  private static void putDistance(BitOutput out, HuffmanCode distances, int distance) {
    int code = distanceCode(distance);
    int extra = distanceExtraBits(code);
    distances.put(out, code, (distance - 1) & ((1 << extra) - 1), extra);
  }

  /** 0 for code 257 to 28 for code 285: four codes for each power of two, 258 on its own. */
  private static int lengthCode(int length) {
    int value = length - 3;
    if (value < 8 || length == 258) {
      return Math.min(value, 28);
    }
    int log = 31 - Integer.numberOfLeadingZeros(value);
    return 4 * (log - 1) + (value >> (log - 2) & 3);
  }

  private static int lengthExtraBits(int code) {
    return code < 8 || code == 28 ? 0 : code / 4 - 1;
  }

  /** Two codes for each power of two. */
  private static int distanceCode(int distance) {
    int value = distance - 1;
    if (value < 2) {
      return value;
    }
    int log = 31 - Integer.numberOfLeadingZeros(value);
    return 2 * log + (value >> (log - 1) & 1);
  }

  private static int distanceExtraBits(int code) {
    return code < 4 ? 0 : code / 2 - 1;
  }

  private static int[] fixedLiteralLengths() {
    int[] lengths = new int[288];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, 288, 8);
    return lengths;
  }

  private static int[] fixedDistanceLengths() {
    int[] lengths = new int[32];
    Arrays.fill(lengths, 5);
    return lengths;
  }
}
