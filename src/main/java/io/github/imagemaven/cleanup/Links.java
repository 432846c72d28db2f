package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.Quoted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest or an index refers to, as far as that can be deleted by itself. Read more
 * leniently than an image that we make or copy: an odd platform or size hides nobody's child.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">
 * image-spec, index</a> and manifest, {@code manifests} and {@code subject}.
 *
 * @param isIndex whether it is an index
 * @param children of an index, those that are or may be manifests; none of a manifest
 * @param subject what it is about; null where it does not say
 * @param config of an image; null where it is none
 */
record Links(
    boolean isIndex, List<Child> children, @Nullable Digest subject, @Nullable Descriptor config) {
  /**
   * A child.
   *
   * @param isManifest whether its parent says that it is a manifest, which has no children; what it
   *     is must be read otherwise
   * @param isPlatform whether it may be an image, and is no attestation of one
   */
  record Child(Digest digest, boolean isManifest, boolean isPlatform) {}

  /** Two digests of one content cannot be told to be the same, so there is only one kind. */
  static final String ALGORITHM = "sha256";

  /** BuildKit's caches are indexes of blobs. */
  private static final List<String> BLOBS =
      List.of(
          "application/vnd.oci.image.layer.",
          "application/vnd.oci.image.config.",
          "application/vnd.docker.image.rootfs.",
          "application/vnd.docker.container.image.",
          "application/vnd.buildkit.cacheconfig.");

  Links {
    children = List.copyOf(children);
  }

  /**
   * Reads them.
   *
   * @throws MalformedContentException where it is neither a manifest nor an index, so that nobody
   *     knows what it refers to
   */
  static Links of(RawManifest raw) {
    String what = "manifest " + raw.digest();
    boolean isIndex = MediaTypes.isIndex(raw.mediaType());
    if (!isIndex && !MediaTypes.isManifest(raw.mediaType())) {
      throw new MalformedContentException(
          what + " is of the type " + Quoted.of(raw.mediaType()) + ", which is not known here");
    }
    ObjectNode node = Json.parseObject(raw.bytes(), what);
    JsonNode manifests = node.path("manifests");
    // What Go makes of an empty list is null.
    if (isIndex ? !manifests.isArray() && !manifests.isNull() : !manifests.isMissingNode()) {
      throw new MalformedContentException(
          what + (isIndex ? " has no list of manifests" : " has children, and calls itself none"));
    }
    return new Links(
        isIndex, children(manifests, what), subject(node, what), isIndex ? null : config(node));
  }

  private static List<Child> children(JsonNode manifests, String what) {
    List<Child> children = new ArrayList<>();
    for (JsonNode each : manifests) {
      String type = each.path("mediaType").asText();
      if (BLOBS.stream().noneMatch(type::startsWith)) {
        children.add(
            new Child(
                digest(each, what),
                MediaTypes.isManifest(type),
                !each.path("platform").path("os").asText().equals("unknown")));
      }
    }
    return children;
  }

  private static @Nullable Digest subject(ObjectNode node, String what) {
    JsonNode subject = node.path("subject");
    return subject.isMissingNode() || subject.isNull() ? null : digest(subject, what);
  }

  private static Digest digest(JsonNode descriptor, String what) {
    String text = descriptor.path("digest").asText();
    if (!Digest.isValid(text) || !text.startsWith(ALGORITHM + ":")) {
      throw new MalformedContentException(
          what + " refers to " + Quoted.of(text) + ", which is no sha256");
    }
    return Digest.of(text);
  }

  /** Only for its labels: whose config is not one has none. */
  private static @Nullable Descriptor config(ObjectNode node) {
    try {
      return Descriptor.of(node.path("config"), "manifest");
    } catch (MalformedContentException e) {
      return null;
    }
  }
}
