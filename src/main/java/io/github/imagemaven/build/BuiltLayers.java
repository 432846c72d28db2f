package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one platform of a built image is made of, for people.
 *
 * @param layers lowest first
 */
public record BuiltLayers(List<NamedLayer> layers) {
  /** Copies the list. */
  public BuiltLayers {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param name {@code dependencies} and the like; of a base's layer its digest
   * @param bytes as it is sent
   */
  public record NamedLayer(String name, long bytes) {}

  /**
   * Reads them from {@code target/image/layout}.
   *
   * @param directory {@code target/image}
   * @param manifest of the platform
   * @return none where the layout does not have it, as of a release that stood before
   * @throws IOException where the layout cannot be read
   * @throws io.github.imagemaven.report.EnvironmentException where it is damaged
   * @throws io.github.imagemaven.oci.MalformedContentException where it is no manifest of an image
   */
  public static BuiltLayers of(Path directory, Digest manifest) throws IOException {
    Path layout = directory.resolve(BuildRecord.LAYOUT);
    OciLayout built = OciLayout.at(layout, layout.toString());
    Optional<RawManifest> raw = built.manifest(manifest.toString());
    if (raw.isEmpty()) {
      return new BuiltLayers(List.of());
    }
    Manifest parsed = Manifest.parse(raw.get());
    List<String> names = names(built, parsed.config());
    List<NamedLayer> layers = new ArrayList<>();
    for (int i = 0; i < parsed.layers().size(); i++) {
      Descriptor layer = parsed.layers().get(i);
      String name = names.size() == parsed.layers().size() ? names.get(i) : "";
      layers.add(new NamedLayer(name.isEmpty() ? layer.digest().toString() : name, layer.size()));
    }
    return new BuiltLayers(layers);
  }

  /** As the history has them, whose entries stand for layers one by one; ours have a name. */
  private static List<String> names(OciLayout layout, Descriptor config) throws IOException {
    byte[] bytes;
    try (InputStream in = layout.openBlob(config)) {
      bytes = in.readAllBytes();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : Json.parseObject(bytes, "config " + config.digest()).path("history")) {
      if (!entry.path("empty_layer").asBoolean()) {
        String by = entry.path("created_by").asText();
        boolean ours = by.startsWith(ConfigEditor.CREATED_BY);
        names.add(ours ? by.substring(ConfigEditor.CREATED_BY.length()) : "");
      }
    }
    return names;
  }
}
