package io.github.imagemaven.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One platform's image: a config and layers.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md">
 * image-spec, manifest</a>, and Docker's schema 2, which has the same members.
 *
 * @param mediaType OCI's or Docker's
 * @param config the image configuration
 * @param layers lowest first
 */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers) {
  /** Copies the list. */
  public Manifest {
    layers = List.copyOf(layers);
  }

  /**
   * Reads a manifest.
   *
   * @throws MalformedContentException where the bytes are no manifest
   */
  public static Manifest parse(RawManifest raw) {
    String what = "manifest " + raw.digest();
    ObjectNode node = raw.tree(what, "layers", "manifests");
    List<Descriptor> layers = new ArrayList<>();
    node.path("layers").forEach(layer -> layers.add(Descriptor.of(layer, what)));
    return new Manifest(raw.mediaType(), Descriptor.of(node.path("config"), what), layers);
  }

  /** The bytes to store. */
  public RawManifest toRaw() {
    ObjectNode node = Json.object();
    node.put("schemaVersion", 2);
    node.put("mediaType", mediaType);
    node.set("config", config.toJson());
    ArrayNode array = node.putArray("layers");
    layers.forEach(layer -> array.add(layer.toJson()));
    return RawManifest.of(mediaType, Json.bytes(node));
  }

  /** Config and layers: everything that must be in a repository before the manifest. */
  public List<Descriptor> blobs() {
    List<Descriptor> blobs = new ArrayList<>(layers);
    blobs.add(config);
    return blobs;
  }
}
