package io.github.imagemaven.layer;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * Writes one gzip member of stored and deflated blocks.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>. The header names no
 * time, no file and no operating system (255).
 */
final class GzipWriter {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final BlobFile blob;
  private final BitOutput bits = new BitOutput();
  private final DeflateEncoder encoder = new DeflateEncoder();
  private final CRC32 crc = new CRC32();
  private long size;

  GzipWriter(BlobFile blob) throws IOException {
    this.blob = blob;
    blob.write(HEADER, 0, HEADER.length);
  }

  /** Writes the start of the buffer, at most {@link TarBlocks#BLOCK} bytes, as it is. */
  void store(byte[] buffer, int length) throws IOException {
    count(buffer, length);
    encoder.forget();
    bits.storedBlockHeader(length);
    bits.drainTo(blob);
    blob.write(buffer, 0, length);
  }

  /** Compresses the start of the buffer, at most {@link TarBlocks#BLOCK} bytes. */
  void deflate(byte[] buffer, int length) throws IOException {
    count(buffer, length);
    encoder.encode(buffer, length, bits);
    bits.drainTo(blob);
  }

  /** Ends the stream: an empty last block, then CRC and size of what was compressed. */
  void finish() throws IOException {
    bits.put(0b011, 3); // last block, fixed codes
    bits.put(0, 7); // end of block
    bits.align();
    bits.put(crc.getValue(), 32);
    bits.put(size & 0xffffffffL, 32);
    bits.drainTo(blob);
  }

  private void count(byte[] buffer, int length) {
    crc.update(buffer, 0, length);
    size += length;
  }
}
