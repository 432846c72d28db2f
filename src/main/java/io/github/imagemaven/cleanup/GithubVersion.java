package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Tag;
import io.github.imagemaven.report.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A version of a package on GHCR: one manifest or index.
 *
 * <p>Source: the schema {@code package-version} of <a
 * href="https://github.com/github/rest-api-description">GitHub's OpenAPI description</a>; that the
 * name is the manifest's digest is what GHCR does for containers.
 *
 * @param id by which it is deleted
 * @param digest of the manifest
 * @param tags all that name it
 * @param touched the later of {@code created_at} and {@code updated_at}; null where neither is said
 */
record GithubVersion(long id, Digest digest, Set<String> tags, @Nullable Instant touched) {
  GithubVersion {
    tags = Set.copyOf(tags);
  }

  /**
   * Reads one. What cannot be read could be anything, also what others need: then nothing of the
   * package is deleted.
   *
   * @throws CleanupException where it has no id, its name is no digest, or its tags are not said
   */
  static GithubVersion of(String repository, JsonNode node) {
    JsonNode id = node.path("id");
    String name = node.path("name").asText();
    JsonNode tags = node.path("metadata").path("container").path("tags");
    if (!id.isIntegralNumber() || !Digest.isValid(name) || !tags.isArray()) {
      throw strange(repository, id.asText() + " " + name);
    }
    Set<String> names = new HashSet<>();
    for (JsonNode tag : tags) {
      if (!tag.isTextual() || !Tag.isValid(tag.textValue())) {
        throw strange(repository, name);
      }
      names.add(tag.textValue());
    }
    Instant touched =
        Stream.of("created_at", "updated_at")
            .flatMap(field -> instant(node.path(field).asText()))
            .max(Instant::compareTo)
            .orElse(null);
    return new GithubVersion(id.longValue(), Digest.of(name), names, touched);
  }

  Entry entry() {
    return new Entry(digest, tags, touched);
  }

  private static Stream<Instant> instant(String text) {
    try {
      return Stream.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notSaid) {
      return Stream.empty();
    }
  }

  private static CleanupException strange(String repository, String what) {
    return new CleanupException(
        "clean-up of "
            + repository
            + " ends here: expected of GitHub's packages API versions with an id, a digest as name"
            + " and a list of tags, found "
            + Quoted.of(what.strip())
            + "; look whether the package is a container's",
        null);
  }
}
