package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as a store holds it: an index, and below it a manifest for each platform.
 *
 * @param children in the index's order
 */
record ImageGraph(RawManifest index, List<Child> children) {
  /** Copies the list. */
  ImageGraph {
    children = List.copyOf(children);
  }

  /**
   * One platform's manifest.
   *
   * @param descriptor as the index has it, platform included
   * @param config of the image
   * @param blobs config and layers, without those that nobody may push
   */
  record Child(Descriptor descriptor, RawManifest raw, Descriptor config, List<Descriptor> blobs) {}

  /** What a graph in a store lacks. */
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Descriptor missing;

    MissingException(Descriptor missing) {
      super(missing.digest().toString());
      this.missing = missing;
    }

    Descriptor missing() {
      return missing;
    }
  }

  /**
   * Reads index and manifests.
   *
   * @throws MissingException where one of them is not there
   * @throws MalformedContentException where one of them is no index or no manifest
   * @throws PublicationException where the image cannot be published as it is
   */
  static ImageGraph read(ImageStore store, Descriptor index) throws IOException, MissingException {
    RawManifest raw = load(store, index);
    return new ImageGraph(raw, children(store, Index.parse(raw)));
  }

  /** The platforms that one run has built, of an image that may have more. */
  static ImageGraph read(ImageStore store, Index index) throws IOException, MissingException {
    return new ImageGraph(index.toRaw(), children(store, index));
  }

  private static List<Child> children(ImageStore store, Index index)
      throws IOException, MissingException {
    List<Child> children = new ArrayList<>();
    for (Descriptor descriptor : index.manifests()) {
      children.add(child(descriptor, load(store, descriptor)));
    }
    return children;
  }

  private static RawManifest load(ImageStore store, Descriptor descriptor)
      throws IOException, MissingException {
    Optional<RawManifest> raw = store.manifest(descriptor.digest().toString());
    if (raw.isEmpty()) {
      throw new MissingException(descriptor);
    }
    return RawManifest.of(descriptor.mediaType(), raw.get().bytes());
  }

  /**
   * A platform's manifest.
   *
   * @throws MalformedContentException where it is none
   * @throws PublicationException where it cannot be published as it is
   */
  static Child child(Descriptor descriptor, RawManifest raw) {
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
    return new Child(descriptor, raw, manifest.config(), List.copyOf(blobs));
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

  /** The platform of every child, sorted. */
  List<String> platforms() {
    return children.stream()
        .map(child -> String.valueOf(child.descriptor().platform()))
        .sorted()
        .toList();
  }

  /** Every config and layer once. */
  Map<Digest, Descriptor> blobs() {
    Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    children.forEach(child -> child.blobs().forEach(b -> blobs.putIfAbsent(b.digest(), b)));
    return blobs;
  }
}
