package io.github.imagemaven.registry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an {@link InProcessRegistry} tells of the relations of what it holds. */
final class Listings {
  private final RegistrySettings settings;
  private final RegistryContent content;

  Listings(RegistrySettings settings, RegistryContent content) {
    this.settings = settings;
    this.content = content;
  }

  /** A page of the tags, in their order; 404 where nothing was ever put. */
  Answer tags(RecordedRequest request, String repository) {
    if (content.isUnknown(repository)) {
      return Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry", repository);
    }
    String n = Endpoints.first(request.query(), "n");
    int most = Math.min(settings.tagPage, n.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(n));
    String last = Endpoints.first(request.query(), "last");
    List<String> left = new ArrayList<>(content.tags(repository).keySet());
    left.removeIf(tag -> tag.compareTo(last) <= 0);
    List<String> page = left.subList(0, Math.min(most, left.size()));
    ObjectNode node = Json.object().put("name", repository);
    ArrayNode array = node.putArray("tags");
    page.forEach(array::add);
    Answer answer =
        Answer.of(200).header("Content-Type", "application/json").body(Json.bytes(node));
    return page.size() == left.size()
        ? answer
        : answer.header(
            "Link",
            "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\""
                .formatted(repository, most, page.get(page.size() - 1)));
  }

  /** An index of the manifests with this subject. */
  Answer referrers(String repository, String subject) {
    if (!settings.referrers || !Digest.isValid(subject)) {
      return Answer.of(404);
    }
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode array = index.putArray("manifests");
    for (RawManifest each : content.manifests(repository)) {
      if (subject(each).filter(Digest.of(subject)::equals).isPresent()) {
        array.add(referrer(each));
      }
    }
    return Answer.of(200).header("Content-Type", MediaTypes.OCI_INDEX).body(Json.bytes(index));
  }

  private static ObjectNode referrer(RawManifest manifest) {
    ObjectNode descriptor = manifest.descriptor().toJson();
    JsonNode tree = Json.parseObject(manifest.bytes(), "manifest");
    String type = tree.path("artifactType").asText(tree.path("config").path("mediaType").asText());
    return type.isEmpty() ? descriptor : descriptor.put("artifactType", type);
  }

  /** Whether a tag names it, an index lists it or it is the subject of another. */
  boolean isReferenced(String repository, Digest digest) {
    return content.tags(repository).containsValue(digest)
        || content.manifests(repository).stream()
            .anyMatch(
                each -> lists(each, digest) || subject(each).filter(digest::equals).isPresent());
  }

  private static boolean lists(RawManifest index, Digest digest) {
    for (JsonNode child : Json.parseObject(index.bytes(), "manifest").path("manifests")) {
      if (child.path("digest").asText().equals(digest.toString())) {
        return true;
      }
    }
    return false;
  }

  /** The subject that a manifest or an index names. */
  static Optional<Digest> subject(RawManifest manifest) {
    String subject =
        Json.parseObject(manifest.bytes(), "manifest").path("subject").path("digest").asText("");
    return Digest.isValid(subject) ? Optional.of(Digest.of(subject)) : Optional.empty();
  }
}
