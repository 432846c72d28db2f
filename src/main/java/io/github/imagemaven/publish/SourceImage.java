package io.github.imagemaven.publish;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.Joining;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.ImageGraph.Child;
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

/**
 * What is to be published: the graph, checked, and where each of its blobs can be had. It is what a
 * build left, what several builds have uploaded, or a release that stands in one destination and is
 * to come into the others.
 */
final class SourceImage {
  private final String name;
  private final ImageGraph graph;
  private final BlobPlaces places;
  private final Map<Digest, Descriptor> blobs;
  private final Extent extent;

  /** How much of an image this is. */
  private enum Extent {
    /** All platforms, and an index that tags can name. */
    WHOLE,
    /** All platforms, and what stands in a destination. */
    STANDING,
    /** Some platforms; the index of these alone never leaves this machine. */
    PART
  }

  private SourceImage(String name, ImageGraph graph, BlobPlaces places, Extent extent) {
    this.name = name;
    this.graph = graph;
    this.places = places;
    this.blobs = graph.blobs();
    this.extent = extent;
  }

  /** An image whose platforms are in repositories. */
  static SourceImage joined(String name, ImageGraph graph, BlobPlaces places) {
    return new SourceImage(name, graph, places, Extent.WHOLE);
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
              + "): build all platforms in one run, image.buildPlatforms=all, or push it as a part"
              + " and join it with the others, image:manifest",
          null);
    }
    OciLayout layout = layout(folder);
    ImageGraph graph = graph(layout, store -> ImageGraph.read(store, record.requireIndex()));
    return built(record, graph, layout, request, cache, Extent.WHOLE);
  }

  /**
   * The same of the platforms that a run has built, be they all of the image's or not.
   *
   * @throws EnvironmentException where something is missing or damaged
   * @throws PublicationException where a platform cannot be published as it is
   */
  static SourceImage part(
      BuildRecord record, Joining joining, PublishRequest request, BlobCache cache)
      throws IOException {
    OciLayout layout = layout(request.directory());
    Index index = new Index(joining.indexType(), record.manifests(), joining.annotations());
    ImageGraph graph = graph(layout, store -> ImageGraph.read(store, index));
    return built(record, graph, layout, request, cache, Extent.PART);
  }

  private static SourceImage built(
      BuildRecord record,
      ImageGraph graph,
      OciLayout layout,
      PublishRequest request,
      BlobCache cache,
      Extent extent)
      throws IOException {
    String baseStore = record.baseStore();
    ImageStore base = baseStore == null ? null : request.baseStore().apply(baseStore);
    Map<Digest, Descriptor> absent = new LinkedHashMap<>();
    record.absent().forEach(blob -> absent.put(blob.digest(), blob));
    BuiltBlobs places = new BuiltBlobs(layout, base, absent, cache);
    SourceImage image = new SourceImage(record.image(), graph, places, extent);
    places.check(image.blobs.values());
    return image;
  }

  private static OciLayout layout(Path folder) {
    Path directory = folder.resolve(BuildRecord.LAYOUT);
    return OciLayout.at(directory, directory.toString());
  }

  private interface Reading {
    ImageGraph from(ImageStore store) throws IOException, ImageGraph.MissingException;
  }

  private static ImageGraph graph(OciLayout layout, Reading reading) throws IOException {
    try {
      return reading.from(layout);
    } catch (ImageGraph.MissingException e) {
      throw BuiltBlobs.missing(layout, e.missing());
    } catch (MalformedContentException e) {
      throw new EnvironmentException(
          "layout damaged: " + layout.name() + ": " + e.getMessage() + "; build again", e);
    }
  }

  /**
   * The image that stands in a destination and is published instead of this one. What both have in
   * common is still taken from where it was.
   *
   * @param holder has all of it
   */
  SourceImage standingIn(ImageStore holder, ImageGraph standingGraph) {
    BlobPlaces theirs = places.standingIn(holder, standingGraph.blobs());
    return new SourceImage(name, standingGraph, theirs, Extent.STANDING);
  }

  /** Whether it is not what was built, but what stands in a destination. */
  boolean isStanding() {
    return extent == Extent.STANDING;
  }

  /** Whether it is what one of several runs has built: no tag may name it. */
  boolean isPart() {
    return extent == Extent.PART;
  }

  /** {@code image.name}. */
  String name() {
    return name;
  }

  /** What it is called where only its manifests may be published. */
  String inWords() {
    return isPart() ? String.join(", ", graph.platforms()) + " of " + name : name;
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
   * A blob's bytes.
   *
   * @throws EnvironmentException where it was here when the image was read, and is gone
   */
  BlobSource source(Descriptor blob) throws IOException {
    return places.source(blob);
  }

  /** The repositories that are known to hold a blob, as the base or as a destination. */
  List<RepositoryName> holders(Descriptor blob) {
    return places.holders(blob);
  }
}
