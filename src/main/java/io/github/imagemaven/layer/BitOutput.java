package io.github.imagemaven.layer;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Packs bits into bytes, the lowest bit first (RFC 1951, section 3.1.1). */
final class BitOutput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Room for one deflate block, which is never longer than a stored one, and some slack. */
  private final byte[] bytes = new byte[TarBlocks.BLOCK + 64];

  private int length;
  private long pending;
  private int pendingBits; // 0 to 7 between calls

  /**
   * Appends bits.
   *
   * @param value no bit set beyond {@code count}
   * @param count 0 to 56
   */
  void put(long value, int count) {
    pending |= value << pendingBits;
    pendingBits += count;
    LONG.set(bytes, length, pending);
    length += pendingBits >>> 3;
    pending >>>= pendingBits & ~7;
    pendingBits &= 7;
  }

  /** Fills the current byte with zero bits. */
  void align() {
    put(0, -pendingBits & 7);
  }

  /** The header of a stored block that is not the last; its bytes follow. */
  void storedBlockHeader(int count) {
    put(0, 3);
    align();
    put(count, 16);
    put(~count & 0xffff, 16);
  }

  /** Appends whole bytes; only after {@link #align()} or {@link #storedBlockHeader}. */
  void putBytes(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Writes all whole bytes. */
  void drainTo(BlobFile blob) throws IOException {
    blob.write(bytes, 0, length);
    length = 0;
  }
}
