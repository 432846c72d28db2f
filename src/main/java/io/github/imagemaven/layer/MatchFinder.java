package io.github.imagemaven.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds earlier occurrences of the bytes at a position: a window of the last bytes, and for each
 * hash of four bytes a chain of the positions where it occurred, the latest first.
 */
final class MatchFinder {
  private static final int MAX_DISTANCE = 1 << 15;
  private static final int MIN_LENGTH = 4;
  private static final int MAX_LENGTH = 258;
  private static final int HASH_BITS = 15;

  /** How many positions of a chain are tried: more is smaller and slower. */
  private static final int MAX_TRIES = 16;

  /** A match of this length ends the search. */
  private static final int LONG_ENOUGH = 128;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] window = new byte[MAX_DISTANCE + 2 * TarBlocks.BLOCK];
  private final int[] latest = new int[1 << HASH_BITS];
  private final int[] earlier = new int[MAX_DISTANCE];
  private int end;
  private int length;
  private int distance;

  MatchFinder() {
    Arrays.fill(latest, -1);
  }

  /** Empties the window. */
  void forget() {
    if (end > 0) {
      end = 0;
      Arrays.fill(latest, -1);
    }
  }

  /** Appends at most {@link TarBlocks#BLOCK} bytes and says at which position they start. */
  int append(byte[] source, int count) {
    if (end + count > window.length) {
      slide();
    }
    System.arraycopy(source, 0, window, end, count);
    end += count;
    return end - count;
  }

  byte byteAt(int position) {
    return window[position];
  }

  /** The length of the match found last. */
  int length() {
    return length;
  }

  /** How far back the match found last is. */
  int distance() {
    return distance;
  }

  /**
   * Looks for the longest match at the position, and adds the position to its chain.
   *
   * @return whether there is one longer than {@code than}
   */
  boolean find(int position, int than) {
    int limit = Math.min(MAX_LENGTH, end - position);
    if (limit < MIN_LENGTH) {
      return false;
    }
    int first = (int) INT.get(window, position);
    int candidate = add(position, first);
    int best = Math.max(than, MIN_LENGTH - 1);
    boolean found = false;
    int oldest = Math.max(0, position - MAX_DISTANCE);
    for (int tries = MAX_TRIES; candidate >= oldest && tries > 0 && best < limit; tries--) {
      if (window[candidate + best] == window[position + best]
          && (int) INT.get(window, candidate) == first) {
        int common = common(candidate, position, limit);
        if (common > best) {
          best = common;
          distance = position - candidate;
          found = true;
          if (best >= LONG_ENOUGH) {
            break;
          }
        }
      }
      int next = earlier[candidate & (MAX_DISTANCE - 1)];
      if (next >= candidate) {
        break; // the slot has been taken by a later position
      }
      candidate = next;
    }
    length = best;
    return found;
  }

  /** Adds the positions of a range to their chains. */
  void skip(int from, int to) {
    int last = Math.min(to, end - MIN_LENGTH + 1);
    for (int position = from; position < last; position++) {
      add(position, (int) INT.get(window, position));
    }
  }

  /** Puts the position at the head of its chain and returns the head before. */
  private int add(int position, int bytes) {
    int hash = (bytes * 0x9E3779B1) >>> (32 - HASH_BITS);
    int before = latest[hash];
    earlier[position & (MAX_DISTANCE - 1)] = before;
    latest[hash] = position;
    return before;
  }

  private int common(int a, int b, int limit) {
    int common = MIN_LENGTH;
    while (common + Long.BYTES <= limit) {
      long difference = (long) LONG.get(window, a + common) ^ (long) LONG.get(window, b + common);
      if (difference != 0) {
        return common + (Long.numberOfTrailingZeros(difference) >>> 3);
      }
      common += Long.BYTES;
    }
    while (common < limit && window[a + common] == window[b + common]) {
      common++;
    }
    return common;
  }

  /** Moves the bytes that matches can still reach to the start of the window. */
  private void slide() {
    int shift = end - MAX_DISTANCE;
    System.arraycopy(window, shift, window, 0, MAX_DISTANCE);
    end = MAX_DISTANCE;
    // Chains are indexed by position modulo MAX_DISTANCE: a shift by a multiple keeps the index.
    shiftAll(latest, shift);
    shiftAll(earlier, shift);
  }

  private static void shiftAll(int[] positions, int shift) {
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.max(-1, positions[i] - shift);
    }
  }
}
