package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Content by its type, digest and size.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md">
 * image-spec, descriptor</a>.
 *
 * @param mediaType the content's media type
 * @param digest the content's digest
 * @param size the content's size in bytes, never negative
 * @param platform what an index says its child runs on; null elsewhere
 * @param urls where a foreign layer can be fetched; mostly empty
 * @param annotations sorted by key; mostly empty
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    @Nullable Platform platform,
    List<String> urls,
    Map<String, String> annotations) {

  /** Copies the collections. */
  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("a size of " + size + " bytes");
    }
    urls = List.copyOf(urls);
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /** A descriptor of the three members that every descriptor has. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, null, List.of(), Map.of());
  }

  /** This descriptor for a child of an index. */
  public Descriptor withPlatform(Platform newPlatform) {
    return new Descriptor(mediaType, digest, size, newPlatform, urls, annotations);
  }

  /** This descriptor under another media type of the same bytes. */
  public Descriptor withMediaType(String newMediaType) {
    return new Descriptor(newMediaType, digest, size, platform, urls, annotations);
  }

  /** This descriptor with these annotations instead of its own. */
  public Descriptor withAnnotations(Map<String, String> newAnnotations) {
    return new Descriptor(mediaType, digest, size, platform, urls, newAnnotations);
  }

  /**
   * Reads a descriptor. Members that this record does not have are dropped.
   *
   * @param what the document that holds it, for the message
   * @throws MalformedContentException where mediaType, digest or size is missing, or a member is
   *     malformed
   */
  public static Descriptor of(JsonNode node, String what) {
    Members members = new Members(node, what + " holds a descriptor whose ");
    return new Descriptor(
        members.mediaType(),
        members.digest(),
        members.size(),
        members.platform(),
        members.urls(),
        members.annotations());
  }

  /** This descriptor as JSON, members in the specification's order. */
  public ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("mediaType", mediaType);
    node.put("digest", digest.toString());
    node.put("size", size);
    if (!urls.isEmpty()) {
      ArrayNode array = node.putArray("urls");
      urls.forEach(array::add);
    }
    if (!annotations.isEmpty()) {
      ObjectNode object = node.putObject("annotations");
      annotations.forEach(object::put);
    }
    if (platform != null) {
      node.set("platform", platform.toJson());
    }
    return node;
  }
}
