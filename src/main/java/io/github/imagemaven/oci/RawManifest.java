package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

  /**
   * The document, if it is what it was fetched as and can be nothing else.
   *
   * <p>Source: image-spec v1.1.1, manifest.md and image-index.md, {@code schemaVersion} and {@code
   * mediaType}; that one with the members of the other is refused too is the advice of
   * GHSA-mc8v-mgrf-8f4m.
   *
   * @param what the document, for the message
   * @param own the list by which this kind of document is known
   * @param foreign the list by which the other kind is known
   * @throws MalformedContentException where it is not
   */
  ObjectNode tree(String what, String own, String foreign) {
    ObjectNode node = Json.parseObject(bytes, what);
    if (!node.path(own).isArray()) {
      throw new MalformedContentException(what + " has no list of " + own);
    }
    JsonNode schema = node.path("schemaVersion");
    if (!schema.isInt() || schema.intValue() != 2) {
      throw new MalformedContentException(what + " does not say schemaVersion 2");
    }
    JsonNode stated = node.path("mediaType");
    if (!stated.isMissingNode() && !mediaType.equals(stated.textValue())) {
      throw new MalformedContentException(
          what + " was fetched as " + mediaType + " and calls itself something else");
    }
    if (node.has(foreign)) {
      throw new MalformedContentException(
          what + " has both " + own + " and " + foreign + ", so that it could be either kind");
    }
    return node;
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
