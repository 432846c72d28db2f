package io.github.imagemaven.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The labels of an image, which stand in the config of each of its platforms. */
public final class ImageLabels {
  /** A config is as large as a manifest at most: 4 MiB. */
  private static final long LARGEST_CONFIG = 4L << 20;

  private ImageLabels() {}

  /**
   * The labels of an image's first platform, or of the only one where it has no index.
   *
   * @throws MalformedContentException where it is no image, or a part of it is missing
   */
  static Map<String, String> of(ImageStore store, Digest image) throws IOException {
    RawManifest raw = read(store, image);
    if (MediaTypes.isIndex(raw.mediaType())) {
      raw = read(store, firstPlatform(Index.parse(raw), image).digest());
    }
    return ofConfig(store, Manifest.parse(raw).config());
  }

  private static RawManifest read(ImageStore store, Digest manifest) throws IOException {
    return store
        .manifest(manifest.toString())
        .orElseThrow(() -> new MalformedContentException(manifest + " is not there"));
  }

  /** BuildKit puts attestations beside the images, of the platform unknown/unknown. */
  private static Descriptor firstPlatform(Index index, Digest image) {
    List<Descriptor> manifests =
        index.manifests().stream().filter(c -> MediaTypes.isManifest(c.mediaType())).toList();
    return manifests.stream()
        .filter(child -> !isUnknown(child.platform()))
        .findFirst()
        .orElseThrow(() -> new MalformedContentException(image + " has no platform"));
  }

  private static boolean isUnknown(@Nullable Platform platform) {
    return platform != null && platform.os().equals("unknown");
  }

  /**
   * The labels that a config has.
   *
   * @throws MalformedContentException where it is none
   */
  public static Map<String, String> ofConfig(ImageStore store, Descriptor config)
      throws IOException {
    String what = "config " + config.digest();
    if (config.size() > LARGEST_CONFIG) {
      throw new MalformedContentException(what + " has " + config.size() + " bytes");
    }
    try (InputStream in = store.openBlob(config)) {
      JsonNode labels = Json.parseObject(in.readAllBytes(), what).path("config").path("Labels");
      Map<String, String> map = new TreeMap<>();
      labels.properties().forEach(label -> map.put(label.getKey(), label.getValue().asText()));
      return map;
    }
  }
}
