package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Verified;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A blob's bytes. Where the connection breaks it goes on from there, on a new one; at its end it
 * fails unless size and digest are the descriptor's.
 */
final class BlobDownload extends InputStream implements Verified {
  /** So much gained since the last break makes the next one a first one. */
  private static final long WORTHWHILE = 1 << 20;

  private final Exchange exchange;
  private final Retries retries;
  private final int attempts;
  private final Ask ask;
  private final Descriptor blob;
  private final MessageDigest hasher;
  private Exchange.@Nullable Download download;
  private long position;
  private long lastBreak;
  private int breaks;
  private boolean ended;

  private BlobDownload(Opening opening, Exchange.Download download) {
    this.exchange = opening.exchange();
    this.retries = opening.retries();
    this.attempts = opening.attempts();
    this.ask = opening.ask();
    this.blob = opening.blob();
    this.download = download;
    this.hasher = blob.digest().hasher();
  }

  /**
   * The way to one.
   *
   * @param attempts how often in a row it may break
   * @param ask the GET
   */
  record Opening(Exchange exchange, Retries retries, int attempts, Ask ask, Descriptor blob) {
    /** Asks once; empty where the blob is not there. */
    Optional<InputStream> open() throws TransientFailure, InterruptedException {
      Exchange.Download download = exchange.open(ask);
      boolean handedOver = false;
      try {
        if (download.response().code() == 404) {
          return Optional.empty();
        }
        BlobChecks.found(exchange, blob, download.response());
        handedOver = true;
        return Optional.of(new BlobDownload(this, download));
      } finally {
        if (!handedOver) {
          download.close();
        }
      }
    }
  }

  @Override
  public boolean verifies(Descriptor other) {
    return other.digest().equals(blob.digest()) && other.size() == blob.size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    while (true) {
      try {
        int count = open().response().body().byteStream().read(buffer, offset, length);
        if (count >= 0) {
          hasher.update(buffer, offset, count);
          position += count;
          checkNotLonger();
          return count;
        }
        if (position < blob.size()) {
          throw new IOException("the answer ended early");
        }
        end();
        return -1;
      } catch (IOException e) {
        passOn(e);
        if (position == blob.size()) {
          // Only the end of a chunked answer is lacking; from there is nothing to be had.
          end();
          return -1;
        }
        broken(e);
      }
    }
  }

  private Exchange.Download open() throws IOException {
    Exchange.Download current = download;
    if (current == null) {
      throw new IOException("the stream is closed");
    }
    return current;
  }

  private void checkNotLonger() {
    if (position > blob.size()) {
      close();
      throw wrong("it is longer than " + blob.size() + " bytes");
    }
  }

  private void end() {
    close();
    if (!blob.digest().reachedBy(hasher)) {
      throw wrong("its bytes have another digest");
    }
    ended = true;
  }

  private RegistryException wrong(String what) {
    return new DamagedBlobException(
        "%s: blob %s arrived damaged: %s. Run again; if it stays so, the registry's copy is damaged."
            .formatted(exchange.repository(), blob.digest(), what));
  }

  /** Throws what does not come from the connection. */
  private void passOn(IOException e) throws IOException {
    boolean interrupted =
        e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    boolean closed = download == null;
    close();
    if (interrupted || closed) {
      throw e;
    }
  }

  private void broken(IOException e) {
    breaks = position - lastBreak >= WORTHWHILE ? 1 : breaks + 1;
    lastBreak = position;
    if (breaks > attempts) {
      throw new RegistryException(
              Code.PUBLICATION,
              "%s: blob %s broke off %d times, last at byte %d of %d: %s. Try again later."
                  .formatted(
                      exchange.repository(),
                      blob.digest(),
                      breaks,
                      position,
                      blob.size(),
                      exchange
                          .refusals()
                          .ofConnection(exchange.host().base(), e, ask.silence())
                          .reason()),
              e)
          .passing();
    }
    download = resume(e);
  }

  /** The break counts as the first attempt of going on from here. */
  private Exchange.Download resume(IOException e) {
    boolean[] told = {false};
    return retries.runOnline(
        "blob %s from byte %d".formatted(blob.digest(), position),
        last -> {
          if (!told[0] && !last) {
            told[0] = true;
            throw exchange.refusals().ofConnection(exchange.host().base(), e, ask.silence());
          }
          return reopen();
        });
  }

  private Exchange.Download reopen() throws TransientFailure, InterruptedException {
    Exchange.Download again = exchange.open(ask.header("Range", "bytes=" + position + "-"));
    boolean good = false;
    try {
      Response response = again.response();
      if (response.code() == 206) {
        checkRange(response);
      } else if (response.code() == 200) {
        // Ranges are not known here: the beginning once more, to be passed over.
        response.body().byteStream().skipNBytes(position);
      } else {
        throw exchange
            .refusals()
            .of(exchange.repository(), "download of blob " + blob.digest(), response);
      }
      good = true;
      return again;
    } catch (IOException e) {
      throw exchange.refusals().ofConnection(exchange.host().base(), e, ask.silence());
    } finally {
      if (!good) {
        again.close();
      }
    }
  }

  private void checkRange(Response response) {
    String range = String.valueOf(response.header("Content-Range"));
    if (!range.startsWith("bytes " + position + "-")) {
      throw exchange.contradiction(
          "asked for a blob from byte %d it sent '%s'".formatted(position, range));
    }
  }

  @Override
  public void close() {
    Exchange.Download current = download;
    download = null;
    if (current != null) {
      current.close();
    }
  }
}
