package io.github.imagemaven.layer;

import java.util.Arrays;

/**
 * A prefix code: frequent symbols get few bits, none more than a limit, and the lengths alone
 * determine the bits (RFC 1951, section 3.2.2).
 */
final class HuffmanCode {
  private final int[] lengths;
  private final int[] codes;

  private HuffmanCode(int[] lengths) {
    this.lengths = lengths;
    this.codes = codes(lengths);
  }

  static HuffmanCode ofLengths(int[] lengths) {
    return new HuffmanCode(lengths);
  }

  /**
   * A code for symbols of these frequencies. At least two symbols get one, as some decoders expect.
   */
  static HuffmanCode of(int[] frequencies, int maxLength) {
    int[] symbols = byFrequency(frequencies);
    int[] perLength = limit(depths(frequencies, symbols), maxLength);
    int[] lengths = new int[frequencies.length];
    int next = 0;
    for (int length = maxLength; length > 0; length--) {
      for (int i = 0; i < perLength[length]; i++) {
        lengths[symbols[next++]] = length;
      }
    }
    return new HuffmanCode(lengths);
  }

  /** The length of each symbol's code in bits, 0 where it has none. */
  int[] lengths() {
    return lengths;
  }

  /** The size of symbols of these frequencies, without extra bits. */
  long bits(int[] frequencies) {
    long bits = 0;
    for (int i = 0; i < frequencies.length; i++) {
      bits += (long) frequencies[i] * lengths[i];
    }
    return bits;
  }

  void put(BitOutput out, int symbol) {
    out.put(codes[symbol], lengths[symbol]);
  }

  /** Writes a symbol and the extra bits that follow it. */
  void put(BitOutput out, int symbol, int extra, int extraBits) {
    int length = lengths[symbol];
    out.put((long) extra << length | codes[symbol], length + extraBits);
  }

  /** The used symbols, the rarest first; if there are fewer than two, unused ones before them. */
  private static int[] byFrequency(int[] frequencies) {
    long[] keys = new long[frequencies.length];
    int used = 0;
    for (int symbol = 0; symbol < frequencies.length; symbol++) {
      keys[symbol] = (long) frequencies[symbol] << 16 | (0xffff - symbol);
      used += frequencies[symbol] > 0 ? 1 : 0;
    }
    Arrays.sort(keys);
    int count = Math.max(2, used);
    int[] symbols = new int[count];
    for (int i = 0; i < count; i++) {
      symbols[i] = 0xffff - ((int) keys[keys.length - count + i] & 0xffff);
    }
    return symbols;
  }

  /** Joins the two lightest trees until one is left; how deep each symbol is in it. */
  private static int[] depths(int[] frequencies, int[] symbols) {
    int leaves = symbols.length;
    int nodes = 2 * leaves - 1;
    long[] weight = new long[nodes];
    int[] parent = new int[nodes];
    for (int i = 0; i < leaves; i++) {
      weight[i] = frequencies[symbols[i]];
    }
    int leaf = 0;
    int tree = leaves;
    for (int node = leaves; node < nodes; node++) {
      for (int child = 0; child < 2; child++) {
        boolean takeLeaf = leaf < leaves && (tree == node || weight[leaf] <= weight[tree]);
        int lightest = takeLeaf ? leaf++ : tree++;
        weight[node] += weight[lightest];
        parent[lightest] = node;
      }
    }
    int[] depth = new int[nodes];
    for (int node = nodes - 2; node >= 0; node--) {
      depth[node] = depth[parent[node]] + 1;
    }
    return Arrays.copyOf(depth, leaves);
  }

  /** How many symbols have each length, once none is longer than the limit. */
  private static int[] limit(int[] depths, int maxLength) {
    int[] perLength = new int[maxLength + 1];
    long taken = 0; // of the 2^maxLength codes of the greatest length
    for (int depth : depths) {
      int length = Math.min(depth, maxLength);
      perLength[length]++;
      taken += 1L << (maxLength - length);
    }
    for (; taken > 1L << maxLength; taken--) {
      int length = maxLength - 1;
      while (perLength[length] == 0) {
        length--;
      }
      // A shorter code becomes one bit longer; one of the longest takes the place beside it.
      perLength[length]--;
      perLength[length + 1] += 2;
      perLength[maxLength]--;
    }
    return perLength;
  }

  private static int[] codes(int[] lengths) {
    int[] next = new int[17];
    for (int length : lengths) {
      next[length + 1] += length == 0 ? 0 : 1;
    }
    for (int length = 2; length < next.length; length++) {
      next[length] = (next[length] + next[length - 1]) << 1;
    }
    int[] codes = new int[lengths.length];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(next[length]++) >>> (32 - length);
      }
    }
    return codes;
  }
}
