package io.github.imagemaven.publish;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.BlobMissingException;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be published: the graph, checked, and where each of its blobs can be had. It is what a
 * build left, or a release that stands in one destination and is to come into the others.
 */
final class SourceImage {
  private final String name;
  private final ImageGraph graph;
  private final OciLayout layout;
  private final @Nullable ImageStore elsewhere;
  private final Map<Digest, Descriptor> absent;
  private final BlobCache cache;
  private final Map<Digest, Descriptor> blobs;
  private final boolean standing;

  /**
   * @param layout what a build left, asked first for every blob
   * @param elsewhere where blobs that the layout lacks can be had
   * @param absent what {@code elsewhere} is known to hold
   */
  private SourceImage(
      String name,
      ImageGraph graph,
      OciLayout layout,
      @Nullable ImageStore elsewhere,
      Map<Digest, Descriptor> absent,
      BlobCache cache,
      boolean standing) {
    this.name = name;
    this.graph = graph;
    this.layout = layout;
    this.elsewhere = elsewhere;
    this.absent = absent;
    this.cache = cache;
    this.blobs = graph.blobs();
    this.standing = standing;
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
    ImageGraph graph = graph(layout, record.requireIndex());
    String baseStore = record.baseStore();
    ImageStore base = baseStore == null ? null : request.baseStore().apply(baseStore);
    Map<Digest, Descriptor> absent = new LinkedHashMap<>();
    record.absent().forEach(blob -> absent.put(blob.digest(), blob));
    SourceImage image = new SourceImage(record.image(), graph, layout, base, absent, cache, false);
    image.checkBlobs();
    return image;
  }

  private static ImageGraph graph(OciLayout layout, Descriptor index) throws IOException {
    try {
      return ImageGraph.read(layout, index);
    } catch (ImageGraph.MissingException e) {
      throw missing(layout, e.missing());
    } catch (MalformedContentException e) {
      throw new EnvironmentException(
          "layout damaged: " + layout.name() + ": " + e.getMessage() + "; build again", e);
    }
  }

  private void checkBlobs() throws IOException {
    for (Descriptor blob : blobs.values()) {
      boolean isElsewhere = absent.containsKey(blob.digest()) && elsewhere != null;
      if (!isElsewhere && !layout.hasBlob(blob)) {
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

  /**
   * The image that stands in a destination and is published instead of this one. What both have in
   * common is still taken from the layout.
   *
   * @param holder has all of it
   */
  SourceImage standingIn(ImageStore holder, ImageGraph standingGraph) {
    return new SourceImage(name, standingGraph, layout, holder, standingGraph.blobs(), cache, true);
  }

  /** Whether it is not what was built, but what stands in a destination. */
  boolean isStanding() {
    return standing;
  }

  /** {@code image.name}. */
  String name() {
    return name;
  }

  ImageGraph graph() {
    return graph;
  }

  RawManifest index() {
    return graph.index();
  }

  Digest digest() {
    return graph.index().digest();
  }

  List<Child> children() {
    return graph.children();
  }

  /** Every config and layer once, large ones first, so that the last to finish is a small one. */
  List<Descriptor> blobs() {
    List<Descriptor> sorted = new ArrayList<>(blobs.values());
    sorted.sort(Comparator.comparingLong(Descriptor::size).reversed());
    return sorted;
  }

  /**
   * A blob's bytes, from the layout if it has them, else from elsewhere by way of the cache.
   *
   * @throws EnvironmentException where it was in the layout when the image was read, and is gone:
   *     another destination found it damaged
   */
  BlobSource source(Descriptor blob) throws IOException {
    if (layout.hasBlob(blob)) {
      return () -> open(blob);
    }
    if (elsewhere == null || !absent.containsKey(blob.digest())) {
      throw missing(layout, blob);
    }
    return cache.source(blob, elsewhere);
  }

  /** The layout is the build's own: what is damaged goes, so that the next build writes it. */
  private InputStream open(Descriptor blob) throws IOException {
    try {
      return layout.openOwnBlob(blob);
    } catch (BlobMissingException e) {
      throw missing(layout, blob);
    }
  }

  /** The repository that is known to hold a blob, as the base or as a destination. */
  Optional<RepositoryName> holder(Descriptor blob) {
    return elsewhere == null || !absent.containsKey(blob.digest())
        ? Optional.empty()
        : elsewhere.repository();
  }
}
