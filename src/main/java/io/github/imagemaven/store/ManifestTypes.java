package io.github.imagemaven.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import java.util.Optional;

/** What bytes among the blobs are, where nothing but they can tell. */
final class ManifestTypes {
  private ManifestTypes() {}

  /** The media type of a manifest or index; empty where the bytes are neither. */
  static Optional<String> find(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '{') {
      return Optional.empty();
    }
    ObjectNode node;
    try {
      node = Json.parseObject(bytes, "blob");
    } catch (MalformedContentException e) {
      return Optional.empty();
    }
    String stated = node.path("mediaType").asText();
    if (MediaTypes.isIndex(stated) || MediaTypes.isManifest(stated)) {
      return Optional.of(stated);
    }
    if (node.path("manifests").isArray()) {
      return Optional.of(MediaTypes.OCI_INDEX);
    }
    boolean manifest = node.path("layers").isArray() && node.path("config").isObject();
    return manifest ? Optional.of(MediaTypes.OCI_MANIFEST) : Optional.empty();
  }
}
