package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells the progress of a blob that is copied into a folder; a registry's client does it itself.
 */
record MeasuredSource(BlobSource source, Descriptor blob, Progress progress) implements BlobSource {
  @Override
  public void prepare() throws IOException {
    source.prepare();
  }

  @Override
  public InputStream open() throws IOException {
    InputStream in = source.open();
    progress.expect(blob.size());
    return new Measured(in);
  }

  private final class Measured extends FilterInputStream {
    private long moved;

    Measured(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        moved += read;
        progress.moved(read);
      }
      return read;
    }

    /** What will not come any more is not expected any more. */
    @Override
    public void close() throws IOException {
      if (moved < blob.size()) {
        progress.expect(moved - blob.size());
        moved = blob.size();
      }
      super.close();
    }
  }
}
