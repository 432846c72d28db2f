package io.github.imagemaven.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One platform of an image that was built, and where its blobs can be had. */
final class DeskImage {
  private final BuildRecord record;
  private final OciLayout layout;
  private final @Nullable ImageStore base;
  private final BlobCache cache;
  private final Descriptor descriptor;
  private final RawManifest raw;
  private final Manifest manifest;
  private final ObjectNode config;

  private DeskImage(
      BuildRecord record,
      OciLayout layout,
      @Nullable ImageStore base,
      BlobCache cache,
      Descriptor descriptor,
      RawManifest raw,
      ObjectNode config) {
    this.record = record;
    this.layout = layout;
    this.base = base;
    this.cache = cache;
    this.descriptor = descriptor;
    this.raw = raw;
    this.manifest = Manifest.parse(raw);
    this.config = config;
  }

  /**
   * The platform that an engine run, of those that were built; the first where there is none.
   *
   * @param directory where the build has left {@code layout/} and {@code build.json}
   * @param stores opens where blobs are that the layout lacks
   * @param platform the engine's
   * @throws EnvironmentException where the layout is damaged
   */
  static DeskImage of(
      Path directory, Function<String, ImageStore> stores, BlobCache cache, Platform platform)
      throws IOException {
    BuildRecord record = BuildRecord.read(directory);
    OciLayout layout = layout(directory);
    Descriptor descriptor =
        record.manifests().stream()
            .filter(each -> each.platform() != null && each.platform().satisfies(platform))
            .findFirst()
            .orElseGet(() -> record.manifests().get(0));
    String store = record.baseStore();
    RawManifest raw =
        layout
            .manifest(descriptor.digest().toString())
            .map(found -> RawManifest.of(descriptor.mediaType(), found.bytes()))
            .orElseThrow(() -> missing(layout, descriptor));
    Descriptor blob = Manifest.parse(raw).config();
    ObjectNode config;
    try (InputStream in = layout.openBlob(blob)) {
      config = Json.parseObject(in.readAllBytes(), "config " + blob.digest());
    }
    return new DeskImage(
        record, layout, store == null ? null : stores.apply(store), cache, descriptor, raw, config);
  }

  static OciLayout layout(Path directory) {
    Path folder = directory.resolve(BuildRecord.LAYOUT);
    return OciLayout.at(folder, folder.toString());
  }

  private static EnvironmentException missing(OciLayout layout, Descriptor content) {
    return new EnvironmentException(
        "layout damaged: " + layout.blobPath(content.digest()) + " is missing; build again", null);
  }

  /** What it was built on, as it was asked for. */
  String baseName() {
    return record.base();
  }

  @Nullable Platform platform() {
    return descriptor.platform();
  }

  RawManifest raw() {
    return raw;
  }

  Descriptor configBlob() {
    return manifest.config();
  }

  ObjectNode config() {
    return config;
  }

  /** Lowest first. */
  List<Descriptor> layers() {
    return manifest.layers();
  }

  /** The digests of the layers as tars, lowest first, by which engines know them. */
  List<String> diffIds() {
    List<String> ids = new ArrayList<>();
    config.path("rootfs").path("diff_ids").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  /** Whether the build's own layout has the blob. */
  boolean isHere(Descriptor blob) throws IOException {
    return layout.hasBlob(blob);
  }

  /** A blob's bytes, from the layout, else from the base's store by way of the cache. */
  BlobSource source(Descriptor blob) throws IOException {
    return layout.hasBlob(blob)
        ? () -> layout.openOwnBlob(blob)
        : cache.source(blob, requireBase(blob));
  }

  /** A file that has the blob's bytes; a base layer that nobody here has is fetched. */
  Path file(Descriptor blob) throws IOException {
    return layout.hasBlob(blob)
        ? layout.blobPath(blob.digest())
        : cache.file(blob, requireBase(blob));
  }

  private ImageStore requireBase(Descriptor blob) {
    boolean isThere =
        record.absent().stream().anyMatch(each -> each.digest().equals(blob.digest()));
    if (base == null || !isThere) {
      throw missing(layout, blob);
    }
    return base;
  }
}
