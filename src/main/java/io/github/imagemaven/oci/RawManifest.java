package io.github.imagemaven.oci;

/**
 * A manifest or index as the bytes it is: what was fetched is what is pushed, so that its digest
 * never changes on the way.
 */
public final class RawManifest {
  private final String mediaType;
  private final byte[] bytes;
  private final Digest digest;

  private RawManifest(String mediaType, byte[] bytes, Digest digest) {
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.digest = digest;
  }

  /**
   * Takes the bytes over; the caller does not change them afterwards.
   *
   * @param mediaType what the bytes are
   * @param bytes a manifest or an index
   */
  public static RawManifest of(String mediaType, byte[] bytes) {
    return new RawManifest(mediaType, bytes, Digest.ofBytes(bytes));
  }

  /** The media type it was fetched or made as. */
  public String mediaType() {
    return mediaType;
  }

  /** The bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The sha256 of the bytes. */
  public Digest digest() {
    return digest;
  }

  /** Type, digest and size. */
  public Descriptor descriptor() {
    return Descriptor.of(mediaType, digest, bytes.length);
  }

  @Override
  public String toString() {
    return mediaType + " " + digest;
  }
}
