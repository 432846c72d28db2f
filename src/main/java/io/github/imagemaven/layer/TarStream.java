package io.github.imagemaven.layer;

import io.github.imagemaven.layer.LayerEntry.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A tar of files that is written while it is read: an archive of an image, as against one of its
 * layers. The caller closes the stream.
 */
public final class TarStream {
  private static final int FILE_MODE = 0644;
  private static final byte[] END = new byte[2 * TarHeader.RECORD];

  private final OutputStream out;

  /**
   * @param out takes the tar
   */
  public TarStream(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a file.
   *
   * @param name relative, {@code blobs/sha256/…}
   * @param size how many bytes it has
   * @param content read to its end; closed by the caller
   * @throws IOException where the content has another size
   */
  public void add(String name, long size, InputStream content) throws IOException {
    header(name, size);
    long sent = content.transferTo(out);
    if (sent != size) {
      throw new IOException(name + " should have " + size + " bytes and has " + sent);
    }
    pad(size);
  }

  /** Adds a small file. */
  public void add(String name, byte[] content) throws IOException {
    header(name, content.length);
    out.write(content);
    pad(content.length);
  }

  /** Ends the archive. */
  public void finish() throws IOException {
    out.write(END);
    out.flush();
  }

  private void header(String name, long size) throws IOException {
    LayerEntry entry = new LayerEntry("/" + name, new Content.Bytes(new byte[0]), FILE_MODE, 0, 0);
    out.write(TarHeader.of(entry, size, 0));
  }

  private void pad(long size) throws IOException {
    out.write(END, 0, TarHeader.padding(size));
  }
}
