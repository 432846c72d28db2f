package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The platforms of an image.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">
 * image-spec, index</a>, and Docker's manifest list.
 *
 * @param mediaType {@link MediaTypes#OCI_INDEX} or {@link MediaTypes#DOCKER_LIST}
 * @param manifests the children, each with its platform
 * @param annotations sorted by key; a Docker list has none
 */
public record Index(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
  /** Copies the collections. */
  public Index {
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /**
   * Reads an index.
   *
   * @throws MalformedContentException where the bytes are no index
   */
  public static Index parse(RawManifest raw) {
    String what = "index " + raw.digest();
    ObjectNode node = raw.tree(what, "manifests", "layers");
    List<Descriptor> manifests = new ArrayList<>();
    node.path("manifests").forEach(child -> manifests.add(Descriptor.of(child, what)));
    return new Index(
        raw.mediaType(), manifests, new Members(node, what + " is one whose ").annotations());
  }

  /** The bytes to store. */
  public RawManifest toRaw() {
    ObjectNode node = Json.object();
    node.put("schemaVersion", 2);
    node.put("mediaType", mediaType);
    ArrayNode array = node.putArray("manifests");
    manifests.forEach(child -> array.add(child.toJson()));
    if (!annotations.isEmpty()) {
      ObjectNode object = node.putObject("annotations");
      annotations.forEach(object::put);
    }
    return RawManifest.of(mediaType, Json.bytes(node));
  }
}
