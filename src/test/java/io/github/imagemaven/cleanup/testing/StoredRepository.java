package io.github.imagemaven.cleanup.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A repository as Distribution keeps it on disk, so that what a fake says of tags and manifests is
 * what the registry does.
 *
 * <p>Source: <a
 * href="https://github.com/distribution/distribution/blob/v2.8.2/registry/storage/paths.go">Distribution
 * 2.8, paths</a>.
 */
final class StoredRepository {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path registry;
  private final Path manifests;

  /**
   * @param data the registry's root directory
   * @param name of the repository
   */
  StoredRepository(Path data, String name) {
    this.registry = data.resolve("docker/registry/v2");
    this.manifests = registry.resolve("repositories/" + name + "/_manifests");
  }

  boolean exists() {
    return Files.isDirectory(manifests);
  }

  /** Each manifest, and when it came. */
  Map<Digest, Instant> revisions() throws IOException {
    Map<Digest, Instant> found = new TreeMap<>();
    for (Path each : children(manifests.resolve("revisions/sha256"))) {
      Path link = each.resolve("link");
      if (Files.exists(link)) {
        found.put(new Digest("sha256", name(each)), Files.getLastModifiedTime(link).toInstant());
      }
    }
    return found;
  }

  /** Each tag, and what it names. */
  Map<String, Digest> tags() throws IOException {
    Map<String, Digest> found = new TreeMap<>();
    for (Path each : children(manifests.resolve("tags"))) {
      Path link = each.resolve("current/link");
      if (Files.exists(link)) {
        found.put(name(each), Digest.of(Files.readString(link).strip()));
      }
    }
    return found;
  }

  /** When a tag was last given. */
  Instant tagged(String tag) throws IOException {
    return Files.getLastModifiedTime(manifests.resolve("tags/" + tag + "/current/link"))
        .toInstant();
  }

  /** Takes a tag away, and nothing else. */
  void deleteTag(String tag) throws IOException {
    try (Stream<Path> files = Files.walk(manifests.resolve("tags/" + tag))) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Brings a manifest back that was deleted, with its tags; its bytes are there yet. */
  void restore(Digest digest, Instant created, Set<String> tags) throws IOException {
    Path link = manifests.resolve("revisions/sha256/" + digest.hex() + "/link");
    write(link, digest.toString());
    Files.setLastModifiedTime(link, FileTime.from(created));
    for (String tag : tags) {
      Path folder = manifests.resolve("tags/" + tag);
      write(folder.resolve("current/link"), digest.toString());
      write(folder.resolve("index/sha256/" + digest.hex() + "/link"), digest.toString());
    }
  }

  /** Sets the time at which a manifest came. */
  void created(Digest digest, Instant time) throws IOException {
    Files.setLastModifiedTime(
        manifests.resolve("revisions/sha256/" + digest.hex() + "/link"), FileTime.from(time));
  }

  /** Whether a tag or another manifest refers to it. */
  boolean isReferenced(Digest digest) throws IOException {
    if (tags().containsValue(digest)) {
      return true;
    }
    for (Digest other : revisions().keySet()) {
      if (!other.equals(digest) && references(other).contains(digest.toString())) {
        return true;
      }
    }
    return false;
  }

  /** What an index lists. */
  private Set<String> references(Digest digest) throws IOException {
    String hex = digest.hex();
    JsonNode tree =
        JSON.readTree(
            Files.readAllBytes(
                registry.resolve("blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data")));
    Set<String> found = new HashSet<>();
    tree.path("manifests").forEach(each -> found.add(each.path("digest").asText()));
    return found;
  }

  private static void write(Path link, String text) throws IOException {
    Files.createDirectories(link.getParent());
    Files.writeString(link, text);
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
