package io.github.imagemaven.layer;

import io.github.imagemaven.layer.LayerEntry.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes entries as a tar: for each its header, its content, and zeros up to 512 bytes. */
final class TarWriter {
  private static final byte[] ZEROS = new byte[2 * TarHeader.RECORD];

  private final TarBlocks blocks;
  private final long modified;
  private final ByteBuffer piece = ByteBuffer.allocate(TarBlocks.BLOCK);
  private final Density density = new Density();

  /**
   * @param modified the modification time of all entries, in seconds since 1970
   */
  TarWriter(TarBlocks blocks, long modified) {
    this.blocks = blocks;
    this.modified = modified;
  }

  void add(LayerEntry entry) throws IOException {
    if (entry.content() instanceof Content.File file) {
      addFile(entry, file.file());
    } else if (entry.content() instanceof Content.Bytes content) {
      addBytes(entry, ByteBuffer.wrap(content.bytes()));
    } else {
      addHeader(entry, 0);
    }
  }

  /** Ends the archive with two records of zeros. */
  void finish() throws IOException {
    blocks.append(ZEROS, ZEROS.length, false);
  }

  private void addBytes(LayerEntry entry, ByteBuffer bytes) throws IOException {
    addHeader(entry, bytes.limit());
    while (bytes.hasRemaining()) {
      piece.clear().limit(Math.min(bytes.remaining(), piece.capacity()));
      bytes.get(piece.array(), 0, piece.limit());
      addPiece();
    }
    pad(bytes.limit());
  }

  private void addFile(LayerEntry entry, Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      long size = channel.size();
      addHeader(entry, size);
      for (long done = 0; done < size; done += piece.limit()) {
        piece.clear().limit((int) Math.min(size - done, piece.capacity()));
        while (piece.hasRemaining()) {
          if (channel.read(piece) < 0) {
            throw changed(file, size, "is shorter now");
          }
        }
        addPiece();
      }
      piece.clear().limit(1);
      if (channel.read(piece) >= 0) {
        throw changed(file, size, "is longer now");
      }
      pad(size);
    }
  }

  private static FileChannel open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw LayerException.unreadable(file, null);
    }
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw LayerException.unreadable(file, e);
    }
  }

  private static LayerException changed(Path file, long size, String how) {
    return new LayerException(
        file,
        file
            + " was "
            + size
            + " bytes long when reading it began and "
            + how
            + ": let nothing write to it while the image is built, and run again",
        null);
  }

  private void addHeader(LayerEntry entry, long size) throws IOException {
    byte[] header = TarHeader.of(entry, size, modified);
    blocks.append(header, header.length, false);
    density.startFile();
  }

  private void addPiece() throws IOException {
    byte[] bytes = piece.array();
    blocks.append(bytes, piece.limit(), density.isDense(bytes, piece.limit()));
  }

  private void pad(long size) throws IOException {
    blocks.append(ZEROS, TarHeader.padding(size), false);
  }
}
