package io.github.imagemaven.layer;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A blob on its way to a file: hashed and counted while it is written. */
final class BlobFile implements Closeable {
  private final FileChannel channel;
  private final MessageDigest hasher = Digest.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
  private long size;

  /** Creates or replaces the file. */
  BlobFile(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    hasher.update(bytes, offset, length);
    size += length;
    if (length > buffer.remaining()) {
      drain();
    }
    buffer.put(bytes, offset, length);
  }

  /** Writes what is left and says what has been written. */
  Descriptor finish(String mediaType) throws IOException {
    drain();
    return Descriptor.of(mediaType, Digest.ofSha256(hasher), size);
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
