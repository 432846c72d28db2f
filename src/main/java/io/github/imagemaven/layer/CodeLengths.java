package io.github.imagemaven.layer;

/**
 * The head of a block with codes of its own: the lengths of both codes, run-length encoded and
 * coded once more (RFC 1951, section 3.2.7).
 */
final class CodeLengths {
  private static final int COPY = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int[] EXTRA_BITS = {2, 3, 7};

  /** The order in which the lengths of the third code are written. */
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final int literals;
  private final int distances;
  private final int[] symbols;
  private final int[] extras;
  private final int[] use = new int[19];
  private int count;
  private final HuffmanCode code;

  CodeLengths(int[] literalLengths, int[] distanceLengths) {
    literals = used(literalLengths, 257);
    distances = used(distanceLengths, 1);
    int[] lengths = new int[literals + distances];
    System.arraycopy(literalLengths, 0, lengths, 0, literals);
    System.arraycopy(distanceLengths, 0, lengths, literals, distances);
    symbols = new int[lengths.length];
    extras = new int[lengths.length];
    for (int start = 0; start < lengths.length; ) {
      start = addRun(lengths, start);
    }
    code = HuffmanCode.of(use, 7);
  }

  /** The size of the head in bits. */
  long bits() {
    return 14
        + 3L * codesWritten()
        + code.bits(use)
        + 2L * use[COPY]
        + 3L * use[ZEROS]
        + 7L * use[MANY_ZEROS];
  }

  void writeTo(BitOutput out) {
    out.put(literals - 257, 5);
    out.put(distances - 1, 5);
    out.put(codesWritten() - 4, 4);
    for (int i = 0; i < codesWritten(); i++) {
      out.put(code.lengths()[ORDER[i]], 3);
    }
    for (int i = 0; i < count; i++) {
      code.put(out, symbols[i], extras[i], symbols[i] < COPY ? 0 : EXTRA_BITS[symbols[i] - COPY]);
    }
  }

  private int codesWritten() {
    int last = ORDER.length;
    while (last > 4 && code.lengths()[ORDER[last - 1]] == 0) {
      last--;
    }
    return last;
  }

  /** Encodes (part of) the run of equal lengths that starts here and returns where it ends. */
  private int addRun(int[] lengths, int start) {
    int value = lengths[start];
    int end = start + 1;
    while (end < lengths.length && lengths[end] == value) {
      end++;
    }
    int run = end - start;
    if (value == 0 && run >= 3) {
      int part = Math.min(run, 138);
      add(part < 11 ? ZEROS : MANY_ZEROS, part - (part < 11 ? 3 : 11));
      return start + part;
    }
    add(value, 0);
    for (int rest = run - 1; rest >= 3 && value != 0; ) {
      int part = Math.min(rest, 6);
      add(COPY, part - 3);
      rest -= part;
      start += part;
    }
    return start + 1;
  }

  private void add(int symbol, int extra) {
    symbols[count] = symbol;
    extras[count] = extra;
    count++;
    use[symbol]++;
  }

  private static int used(int[] lengths, int atLeast) {
    int last = lengths.length;
    while (last > atLeast && lengths[last - 1] == 0) {
      last--;
    }
    return last;
  }
}
