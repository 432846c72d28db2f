package io.github.imagemaven.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests and indexes for tests, small and each of its own. */
final class Made {
  private Made() {}

  /** A config of an image of this name; blank for one that others made. */
  static byte[] config(String name, String salt) {
    ObjectNode node = Json.object();
    node.put("salt", salt);
    if (!name.isBlank()) {
      node.putObject("config").putObject("Labels").put(OwnLabels.NAME, name);
    }
    return Json.bytes(node);
  }

  /** A platform's manifest. */
  static RawManifest image(byte[] config) {
    return manifest(config, null);
  }

  /** A manifest with a subject, or without. */
  static RawManifest manifest(byte[] config, @Nullable RawManifest subject) {
    ObjectNode node = Json.object();
    node.put("schemaVersion", 2);
    node.put("mediaType", MediaTypes.OCI_MANIFEST);
    node.set(
        "config",
        Descriptor.of(MediaTypes.OCI_CONFIG, Digest.ofBytes(config), config.length).toJson());
    node.putArray("layers");
    if (subject != null) {
      node.set("subject", subject.descriptor().toJson());
    }
    return RawManifest.of(MediaTypes.OCI_MANIFEST, Json.bytes(node));
  }

  /** An index of these. */
  static RawManifest index(String salt, RawManifest... children) {
    return index(salt, List.of(children));
  }

  /** An index of these; manifests with a subject are attestations of no platform. */
  static RawManifest index(String salt, List<RawManifest> children) {
    ObjectNode node = Json.object();
    node.put("schemaVersion", 2);
    node.put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode array = node.putArray("manifests");
    for (RawManifest child : children) {
      ObjectNode descriptor = child.descriptor().toJson();
      if (new String(child.bytes(), UTF_8).contains("\"subject\"")) {
        descriptor.putObject("platform").put("architecture", "unknown").put("os", "unknown");
      }
      array.add(descriptor);
    }
    node.putObject("annotations").put("salt", salt);
    return RawManifest.of(MediaTypes.OCI_INDEX, Json.bytes(node));
  }

  /** The fallback tag of a digest. */
  static String fallbackTag(Digest subject) {
    return "sha256-" + subject.hex();
  }
}
