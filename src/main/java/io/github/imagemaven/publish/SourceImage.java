package io.github.imagemaven.publish;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a build left to be published: the graph, checked, and where each of its blobs can be had.
 */
final class SourceImage {
  private final BuildRecord record;
  private final OciLayout layout;
  private final @Nullable ImageStore base;
  private final BlobCache cache;
  private final RawManifest index;
  private final List<Child> children;
  private final Map<Digest, Descriptor> blobs;
  private final Map<Digest, Descriptor> absent;

  /**
   * One platform's manifest.
   *
   * @param descriptor as the index has it, platform included
   */
  record Child(Descriptor descriptor, RawManifest raw, List<Descriptor> blobs) {}

  private SourceImage(
      BuildRecord record,
      OciLayout layout,
      @Nullable ImageStore base,
      BlobCache cache,
      RawManifest index,
      List<Child> children) {
    this.record = record;
    this.layout = layout;
    this.base = base;
    this.cache = cache;
    this.index = index;
    this.children = List.copyOf(children);
    this.blobs = new LinkedHashMap<>();
    children.forEach(child -> child.blobs().forEach(b -> blobs.putIfAbsent(b.digest(), b)));
    this.absent = new LinkedHashMap<>();
    record.absent().forEach(blob -> absent.put(blob.digest(), blob));
  }

  /**
   * Reads and checks {@code build.json}, the layout's manifests, and that every blob is here or
   * known to be had elsewhere.
   *
   * @throws EnvironmentException where something is missing or damaged
   * @throws PublicationException where the image cannot be published as it is
   */
  static SourceImage read(PublishRequest request, BlobCache cache) throws IOException {
    Path folder = request.directory();
    BuildRecord record = BuildRecord.read(folder);
    if (record.index() == null) {
      throw new PublicationException(
          Code.PUBLICATION,
          folder.resolve(BuildRecord.FILE)
              + " holds a part of the image only ("
              + record.manifests().stream().map(m -> String.valueOf(m.platform())).toList()
              + " of "
              + record.platforms()
              + "): build all platforms in one run, image.buildPlatforms=all",
          null);
    }
    Path directory = folder.resolve(BuildRecord.LAYOUT);
    OciLayout layout = OciLayout.at(directory, directory.toString());
    RawManifest index = load(layout, record.requireIndex());
    List<Child> children = new ArrayList<>();
    for (Descriptor descriptor : Index.parse(index).manifests()) {
      children.add(child(layout, descriptor));
    }
    String baseStore = record.baseStore();
    ImageStore base = baseStore == null ? null : request.baseStore().apply(baseStore);
    SourceImage image = new SourceImage(record, layout, base, cache, index, children);
    image.checkBlobs();
    return image;
  }

  private static RawManifest load(OciLayout layout, Descriptor descriptor) throws IOException {
    RawManifest raw =
        layout
            .manifest(descriptor.digest().toString())
            .orElseThrow(() -> missing(layout, descriptor));
    return RawManifest.of(descriptor.mediaType(), raw.bytes());
  }

  private static Child child(OciLayout layout, Descriptor descriptor) throws IOException {
    RawManifest raw = load(layout, descriptor);
    try {
      Manifest manifest = Manifest.parse(raw);
      List<Descriptor> blobs = new ArrayList<>();
      for (Descriptor blob : manifest.blobs()) {
        if (!isForeign(blob)) {
          blobs.add(blob);
        } else if (raw.mediaType().equals(MediaTypes.DOCKER_MANIFEST)) {
          throw refused(descriptor, blob);
        }
      }
      manifest.layers().forEach(layer -> refuseZstdInDocker(descriptor, layer));
      return new Child(descriptor, raw, blobs);
    } catch (MalformedContentException e) {
      throw new EnvironmentException(
          "layout damaged: " + layout.name() + ": " + e.getMessage() + "; build again", e);
    }
  }

  /** A layer that its own specification forbids to be pushed: clients fetch it by its urls. */
  private static boolean isForeign(Descriptor blob) {
    return blob.mediaType().contains(".foreign.") || blob.mediaType().contains("nondistributable");
  }

  private static void refuseZstdInDocker(Descriptor child, Descriptor layer) {
    if (child.mediaType().equals(MediaTypes.DOCKER_MANIFEST)
        && layer.mediaType().contains("zstd")) {
      throw refused(child, layer);
    }
  }

  private static PublicationException refused(Descriptor child, Descriptor layer) {
    return new PublicationException(
        Code.PUBLICATION,
        "the "
            + child.platform()
            + " image is in Docker's format and has the layer "
            + layer.digest()
            + " of type "
            + layer.mediaType()
            + ", which that format cannot carry: set image.format=oci or take another base",
        null);
  }

  private void checkBlobs() throws IOException {
    for (Descriptor blob : blobs.values()) {
      boolean elsewhere = absent.containsKey(blob.digest()) && base != null;
      if (!elsewhere && !layout.hasBlob(blob)) {
        throw missing(layout, blob);
      }
    }
  }

  private static EnvironmentException missing(OciLayout layout, Descriptor content) {
    return new EnvironmentException(
        "layout damaged: "
            + layout.blobPath(content.digest())
            + " is missing or has not its "
            + content.size()
            + " bytes; build again",
        null);
  }

  BuildRecord record() {
    return record;
  }

  RawManifest index() {
    return index;
  }

  Digest digest() {
    return index.digest();
  }

  List<Child> children() {
    return children;
  }

  /** Every config and layer once, large ones first, so that the last to finish is a small one. */
  List<Descriptor> blobs() {
    List<Descriptor> sorted = new ArrayList<>(blobs.values());
    sorted.sort(Comparator.comparingLong(Descriptor::size).reversed());
    return sorted;
  }

  /** A blob's bytes, from the layout if it has them, else from the base by way of the cache. */
  BlobSource source(Descriptor blob) throws IOException {
    if (layout.hasBlob(blob)) {
      return () -> layout.openBlob(blob);
    }
    return cache.source(blob, Objects.requireNonNull(base, "checked when the image was read"));
  }

  /** The repository that is known to hold a blob because the base came from there. */
  Optional<RepositoryName> baseRepository(Descriptor blob) {
    return base == null || !absent.containsKey(blob.digest())
        ? Optional.empty()
        : base.repository();
  }
}
