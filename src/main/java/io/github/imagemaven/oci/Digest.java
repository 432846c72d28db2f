package io.github.imagemaven.oci;

import io.github.imagemaven.report.ConfigurationException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A content identifier, {@code sha256:<64 hex digits>}.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests">image-spec,
 * descriptor, digests</a>. Both registered algorithms are read; all that this plugin writes is
 * sha256.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex the hash in lower case, 64 or 128 digits
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  private static final Pattern FORM = Pattern.compile("sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}");

  /** Checks the form. */
  public Digest {
    if (!FORM.matcher(algorithm + ":" + hex).matches()) {
      throw ConfigurationException.malformed(
          "digest", algorithm + ":" + hex, "sha256: and 64 lower-case hex digits");
    }
  }

  /**
   * Reads {@code algorithm:hex}.
   *
   * @throws ConfigurationException where the text has another form
   */
  public static Digest of(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw ConfigurationException.malformed(
          "digest", text, "sha256: and 64 lower-case hex digits");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Whether {@link #of} would accept the text. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** Written out: what records link at run time for it takes a new JVM some twenty milliseconds. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && hex.equals(digest.hex)
        && algorithm.equals(digest.algorithm);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  /** The sha256 of the bytes. */
  public static Digest ofBytes(byte[] bytes) {
    return finish(hasher("sha256"), "sha256", bytes);
  }

  /** Whether the bytes have this digest, by its own algorithm. */
  public boolean matches(byte[] bytes) {
    return equals(finish(hasher(algorithm), algorithm, bytes));
  }

  /** A hasher of this digest's algorithm, to be fed and given to {@link #reachedBy}. */
  public MessageDigest hasher() {
    return hasher(algorithm);
  }

  /** A sha256 hasher. */
  public static MessageDigest sha256() {
    return hasher("sha256");
  }

  /** The digest that a sha256 hasher has reached; resets the hasher. */
  public static Digest ofSha256(MessageDigest hasher) {
    return new Digest("sha256", HexFormat.of().formatHex(hasher.digest()));
  }

  /** Whether a hasher from {@link #hasher()} has reached this digest; resets the hasher. */
  public boolean reachedBy(MessageDigest hasher) {
    return hex.equals(HexFormat.of().formatHex(hasher.digest()));
  }

  private static Digest finish(MessageDigest hasher, String algorithm, byte[] bytes) {
    return new Digest(algorithm, HexFormat.of().formatHex(hasher.digest(bytes)));
  }

  private static MessageDigest hasher(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256 and SHA-512", e);
    }
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
