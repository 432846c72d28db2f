package io.github.imagemaven.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * What a build leaves in {@code target/image}: two platforms, one base layer for each that is not
 * in the layout, two layers of our own that both share.
 */
final class TestImage {
  final Path directory;
  final RawManifest index;
  final List<RawManifest> children = new ArrayList<>();

  /** Every config and layer. */
  final List<Descriptor> blobs = new ArrayList<>();

  final List<Descriptor> base = new ArrayList<>();

  private final ObjectNode labels;

  /**
   * @param seed images of different seeds share the base and nothing else
   * @param layerBytes size of each layer, about
   */
  TestImage(Path directory, int seed, int layerBytes, ImageStore baseStore) {
    this(directory, seed, layerBytes, baseStore, Map.of());
  }

  /**
   * @param labels more labels of the configs
   */
  TestImage(
      Path directory, int seed, int layerBytes, ImageStore baseStore, Map<String, String> labels) {
    this.directory = directory;
    this.labels = Json.object().put("seed", String.valueOf(seed));
    labels.forEach(this.labels::put);
    try {
      Files.createDirectories(directory);
      OciLayout layout = layout();
      List<Descriptor> own =
          List.of(
              put(layout, layer("libs-" + seed, layerBytes), MediaTypes.OCI_LAYER_GZIP),
              put(layout, layer("classes-" + seed, layerBytes / 2), MediaTypes.OCI_LAYER_GZIP));
      blobs.addAll(own);
      List<Descriptor> manifests = new ArrayList<>();
      for (Platform platform : Platform.parseList("linux/amd64,linux/arm64")) {
        manifests.add(platform(layout, baseStore, platform, layerBytes, own));
      }
      index = new Index(MediaTypes.OCI_INDEX, manifests, Map.of()).toRaw();
      layout.putManifest(index);
      layout.setRoot(index.descriptor());
      record(manifests, baseStore.name()).write(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Descriptor platform(
      OciLayout layout,
      ImageStore baseStore,
      Platform platform,
      int layerBytes,
      List<Descriptor> own)
      throws IOException {
    Descriptor baseLayer =
        put(baseStore, layer("base-" + platform, layerBytes), MediaTypes.OCI_LAYER_GZIP);
    String json =
        "{\"architecture\":\"%s\",\"os\":\"linux\",\"config\":{\"Labels\":%s},"
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
    byte[] configBytes = String.format(json, platform.architecture(), labels).getBytes(UTF_8);
    Descriptor config = put(layout, configBytes, MediaTypes.OCI_CONFIG);
    base.add(baseLayer);
    blobs.add(baseLayer);
    blobs.add(config);
    List<Descriptor> layers = new ArrayList<>(List.of(baseLayer));
    layers.addAll(own);
    RawManifest manifest = new Manifest(MediaTypes.OCI_MANIFEST, config, layers).toRaw();
    layout.putManifest(manifest);
    children.add(manifest);
    return manifest.descriptor().withPlatform(platform);
  }

  private BuildRecord record(List<Descriptor> manifests, String baseStore) {
    return new BuildRecord(
        "app",
        null,
        baseStore + ":17",
        baseStore,
        base.get(0).digest(),
        Platform.parseList("linux/amd64,linux/arm64"),
        index.descriptor(),
        manifests,
        base);
  }

  OciLayout layout() {
    return OciLayout.at(directory.resolve("layout"), "layout");
  }

  Digest digest() {
    return index.digest();
  }

  static Descriptor put(ImageStore store, byte[] bytes, String mediaType) throws IOException {
    Descriptor blob = Descriptor.of(mediaType, Digest.ofBytes(bytes), bytes.length);
    store.putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of());
    return blob;
  }

  /** A gzipped file that no compressor makes smaller, the same for every name. */
  static byte[] layer(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(name.hashCode()).nextBytes(content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
