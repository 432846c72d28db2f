package io.github.imagemaven.registry;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Progress;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way: opened anew each time it is written, never in memory as a whole. A failure of
 * its source is kept apart from one of the connection, because only the latter is worth a retry.
 */
final class UploadBody extends RequestBody {
  private static final MediaType TYPE = MediaType.get("application/octet-stream");
  private static final int BUFFER = 64 << 10;

  private final Descriptor blob;
  private final BlobSource source;
  private final Progress progress;
  private volatile @Nullable Exception sourceFailure;
  private long moved;

  UploadBody(Descriptor blob, BlobSource source, Progress progress) {
    this.blob = blob;
    this.source = source;
    this.progress = progress;
  }

  @Override
  public MediaType contentType() {
    return TYPE;
  }

  @Override
  public long contentLength() {
    return blob.size();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    takeBack();
    byte[] buffer = new byte[BUFFER];
    long left = blob.size();
    try (Source in = new Source()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        left -= count;
        if (left < 0) {
          throw in.failed(wrongSize("more than "));
        }
        sink.write(buffer, 0, count);
        moved(count);
      }
      if (left > 0) {
        throw in.failed(wrongSize((blob.size() - left) + " of "));
      }
    }
  }

  private EnvironmentException wrongSize(String found) {
    return new EnvironmentException(
        "The local content of blob %s has %s%d bytes: it is damaged. Build the image again."
            .formatted(blob.digest(), found, blob.size()),
        null);
  }

  private synchronized void moved(int count) {
    moved += count;
    progress.moved(count);
  }

  /** Everything that was sent counts for nothing. */
  synchronized void takeBack() {
    if (moved > 0) {
      progress.moved(-moved);
      moved = 0;
    }
  }

  /** Throws what the source threw, if it did. */
  void throwSourceFailure() throws IOException {
    Exception failure = sourceFailure;
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
  }

  /**
   * The source, remembering its failure and telling the connection no more than that there was one.
   */
  private final class Source implements AutoCloseable {
    private final InputStream in;

    Source() throws IOException {
      try {
        in = source.open();
      } catch (IOException | RuntimeException e) {
        throw failed(e);
      }
    }

    int read(byte[] buffer) throws IOException {
      try {
        return in.read(buffer);
      } catch (IOException | RuntimeException e) {
        throw failed(e);
      }
    }

    IOException failed(Exception e) {
      sourceFailure = e;
      return new IOException("the blob's source failed", e);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
