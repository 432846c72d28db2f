package io.github.imagemaven.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Quoted;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What repositories hold of an image's parts: manifests and configs, read by digest, and compared
 * with what the part files say of them.
 */
final class PartContents {
  /** As large as a config may be: 4 MiB. */
  private static final long LARGEST_CONFIG = 4L << 20;

  private final JoinRequest request;
  private final ContentCopy.Shared shared;
  private final BlobCache cache;
  private final PartHolders holders;

  PartContents(JoinRequest request, ContentCopy.Shared shared, BlobCache cache) {
    this.request = request;
    this.shared = shared;
    this.cache = cache;
    this.holders = new PartHolders(request);
  }

  /**
   * The image of these parts.
   *
   * @param parts in the index's order
   * @throws PublicationException where no repository gives what a part needs
   * @throws PartsException where a part says what its content contradicts
   */
  SourceImage read(List<Part> parts) throws IOException {
    Map<Part, Child> children = new ConcurrentHashMap<>();
    try {
      onEach(parts, part -> children.put(part, manifest(part)));
      HeldBlobs blobs = new HeldBlobs(blobs(parts, children), cache);
      onEach(
          parts,
          part -> checkConfig(part, blobs, Objects.requireNonNull(children.get(part)).config()));
      Part.IndexForm form = parts.get(0).index();
      Index index =
          new Index(
              form.mediaType(), parts.stream().map(Part::descriptor).toList(), form.annotations());
      List<Child> ordered =
          parts.stream().map(p -> Objects.requireNonNull(children.get(p))).toList();
      return SourceImage.joined(request.image(), new ImageGraph(index.toRaw(), ordered), blobs);
    } catch (GivenUpException e) {
      throw Interruption.beforeNaming();
    }
  }

  private void onEach(List<Part> parts, Parallel.Work<Part> step) throws IOException {
    Parallel.each(parts, parts.size(), shared.interruption(), Grace.NONE, step);
  }

  private Map<Digest, Set<ImageStore>> blobs(List<Part> parts, Map<Part, Child> children) {
    Map<Digest, Set<ImageStore>> blobs = new HashMap<>();
    for (Part part : parts) {
      List<ImageStore> given = holders.of(part).stream().map(holders::open).toList();
      for (Descriptor blob : Objects.requireNonNull(children.get(part)).blobs()) {
        blobs.computeIfAbsent(blob.digest(), each -> new LinkedHashSet<>()).addAll(given);
      }
    }
    return blobs;
  }

  private Child manifest(Part part) throws IOException {
    RawManifest raw = find(part);
    Descriptor expected = part.descriptor();
    Descriptor found = RawManifest.of(expected.mediaType(), raw.bytes()).descriptor();
    if (!raw.mediaType().equals(expected.mediaType()) || found.size() != expected.size()) {
      throw contradicted(
          part,
          "a manifest of type " + expected.mediaType() + " and " + expected.size() + " bytes",
          raw.mediaType() + " of " + found.size() + " bytes");
    }
    try {
      Child child = ImageGraph.child(expected, raw);
      List<Digest> layers = Manifest.parse(raw).layers().stream().map(Descriptor::digest).toList();
      List<Digest> stated = part.layers().stream().map(Part.PartLayer::digest).toList();
      if (!layers.equals(stated)) {
        throw contradicted(part, "the layers " + stated, "the layers " + layers);
      }
      return child;
    } catch (MalformedContentException e) {
      throw contradicted(part, "a manifest", "none: " + e.getMessage());
    }
  }

  private PartsException contradicted(Part part, String stated, String found) {
    return new PartsException(
        "the part of %s for %s names %s as %s, and what is there is %s: build and push that platform again. Nothing was named."
            .formatted(
                request.image(), part.platform(), part.descriptor().digest(), stated, found));
  }

  /** Asks all, with patience: a registry may show only later what a run has just pushed. */
  private RawManifest find(Part part) throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    List<String> asked = holders.of(part);
    List<String> left = new ArrayList<>(asked);
    for (int attempt = 1; ; attempt++) {
      for (String repository : asked) {
        if (left.contains(repository)) {
          RawManifest raw = look(repository, part.descriptor().digest(), left, reasons);
          if (raw != null) {
            return raw;
          }
        }
      }
      if (left.isEmpty() || attempt >= shared.visibility().attempts()) {
        throw nowhere(part, reasons);
      }
      shared.visibility().pause(attempt);
    }
  }

  /** Who has failed, after attempts of its own, is not asked again. */
  private @Nullable RawManifest look(
      String repository, Digest digest, List<String> left, Map<String, String> reasons)
      throws IOException {
    try {
      RawManifest raw = holders.open(repository).manifest(digest.toString()).orElse(null);
      reasons.put(repository, "does not have it");
      return raw;
    } catch (GivenUpException e) {
      throw e;
    } catch (IOException | ImageException e) {
      reasons.put(repository, String.valueOf(e.getMessage()));
      left.remove(repository);
      return null;
    }
  }

  private PublicationException nowhere(Part part, Map<String, String> reasons) {
    List<String> each = new ArrayList<>();
    reasons.forEach((repository, why) -> each.add(repository + ": " + why));
    return new PublicationException(
        Code.PUBLICATION,
        "the manifest %s of %s for %s cannot be read from any repository that was given it (%s). Registries delete in time what has no tag: if it is gone, build and push that platform again. Nothing was named."
            .formatted(
                part.descriptor().digest(),
                request.image(),
                part.platform(),
                String.join("; ", each)),
        null);
  }

  /** A config says again what it runs on, and of which commit it is. */
  private void checkConfig(Part part, BlobPlaces blobs, Descriptor config) throws IOException {
    if (config.size() > LARGEST_CONFIG) {
      throw contradicted(part, "a manifest", "one whose config has " + config.size() + " bytes");
    }
    try (InputStream in = blobs.source(config).open()) {
      ObjectNode node = Json.parseObject(in.readAllBytes(), "config " + config.digest());
      Platform platform = Platform.of(node);
      if (platform == null || !platform.satisfies(part.platform())) {
        throw contradicted(part, words(part.platform()), words(platform));
      }
      JsonNode labels = node.path("config").path("Labels");
      checkLabel(part, labels, OwnLabels.REVISION, "commit", part.origin().revision());
      checkLabel(part, labels, OwnLabels.VERSION, "release", request.released());
    } catch (MalformedContentException | ConfigurationException e) {
      throw contradicted(part, "a manifest", "one without a config: " + e.getMessage());
    }
  }

  /** What later runs trust must be so. */
  private void checkLabel(
      Part part, JsonNode labels, String key, String what, @Nullable String expected) {
    String found = labels.path(key).textValue();
    if (!Objects.equals(found, expected)) {
      throw contradicted(part, of(what, expected), of(what, found));
    }
  }

  private static String of(String what, @Nullable String name) {
    return name == null ? "of no " + what : "of " + what + " " + Quoted.of(name);
  }

  private static String words(@Nullable Platform platform) {
    String version = platform == null ? null : platform.osVersion();
    return platform + (version == null ? "" : " of version " + Quoted.of(version));
  }
}
