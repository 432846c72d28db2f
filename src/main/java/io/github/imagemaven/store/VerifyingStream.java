package io.github.imagemaven.store;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Verified;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.Function;

/**
 * A blob's bytes, hashed as they pass. The last of them are held back until digest and size are
 * known to be right, so that nobody who counts bytes gets a whole damaged blob.
 */
final class VerifyingStream extends FilterInputStream implements Verified {
  private final Descriptor blob;
  private final Function<String, RuntimeException> damaged;
  private final MessageDigest hasher;
  private long count;
  private boolean verified;

  /**
   * @param damaged makes the failure from what is wrong with the bytes
   */
  VerifyingStream(InputStream in, Descriptor blob, Function<String, RuntimeException> damaged) {
    super(in);
    this.blob = blob;
    this.damaged = damaged;
    this.hasher = blob.digest().hasher();
  }

  @Override
  public boolean verifies(Descriptor other) {
    return other.digest().equals(blob.digest()) && other.size() == blob.size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = in.read(buffer, offset, length);
    if (read < 0) {
      if (count < blob.size()) {
        throw damaged.apply("it ends after " + count + " of " + blob.size() + " bytes");
      }
      verify();
      return -1;
    }
    count += read;
    if (count > blob.size()) {
      throw damaged.apply("it has more than its " + blob.size() + " bytes");
    }
    hasher.update(buffer, offset, read);
    if (count == blob.size()) {
      verify();
    }
    return read;
  }

  private void verify() {
    if (!verified && !blob.digest().reachedBy(hasher)) {
      throw damaged.apply("its bytes have another digest");
    }
    verified = true;
  }

  @Override
  public long skip(long n) throws IOException {
    byte[] buffer = new byte[8192];
    long skipped = 0;
    while (skipped < n) {
      int read = read(buffer, 0, (int) Math.min(buffer.length, n - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
