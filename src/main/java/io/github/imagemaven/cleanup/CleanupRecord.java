package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a clean-up did, or would do: {@code target/image/cleanup.json}, a public format.
 *
 * @param image {@code image.name}
 * @param dryRun whether nothing of it was done
 * @param repositories where it looked, each with what went and what stays
 */
public record CleanupRecord(String image, boolean dryRun, List<RepositoryCleanup> repositories) {
  /** The file's name below {@code target/image}. */
  public static final String FILE = "cleanup.json";

  private static final int SCHEMA = 1;

  /** Copies the list. */
  public CleanupRecord {
    repositories = List.copyOf(repositories);
  }

  /** Whether a repository could not be cleaned up, or not wholly. */
  public boolean hasFailed() {
    return repositories.stream().anyMatch(each -> each.failure() != null);
  }

  /**
   * Writes {@code cleanup.json} into the folder, in one step.
   *
   * @param directory made where it is not there: who cleans up alone has built nothing
   */
  public void write(Path directory) throws IOException {
    WholeFile.write(directory.resolve(FILE), Json.prettyBytes(toJson()));
  }

  private ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("schema", SCHEMA);
    node.put("image", image);
    node.put("dryRun", dryRun);
    ArrayNode repositoryNodes = node.putArray("repositories");
    for (RepositoryCleanup each : repositories) {
      ObjectNode child = repositoryNodes.addObject();
      child.put("repository", each.repository());
      put(child.putArray("deleted"), each.deleted());
      put(child.putArray("kept"), each.kept());
      if (each.note() != null) {
        child.put("note", each.note());
      }
      if (each.failure() != null) {
        child.put("failure", each.failure());
      }
    }
    return node;
  }

  private static void put(ArrayNode array, List<Item> items) {
    for (Item item : items) {
      ObjectNode node = array.addObject();
      node.put("digest", item.digest().toString());
      node.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
      ArrayNode tags = node.putArray("tags");
      item.tags().forEach(tags::add);
      node.put("why", item.why());
    }
  }

  /**
   * Reads {@code cleanup.json}.
   *
   * @throws EnvironmentException where there is none, or it is of a schema this version does not
   *     know
   */
  public static CleanupRecord read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new EnvironmentException(
          "there is no " + file + ": run image:cleanup-latest first", null);
    }
    ObjectNode node = Json.parseObject(Files.readAllBytes(file), file.toString());
    if (node.path("schema").asInt() != SCHEMA) {
      throw new EnvironmentException(
          file + " has schema " + node.path("schema") + ", this version reads " + SCHEMA, null);
    }
    List<RepositoryCleanup> repositories = new ArrayList<>();
    for (JsonNode each : node.path("repositories")) {
      repositories.add(
          new RepositoryCleanup(
              each.path("repository").asText(),
              items(each.path("deleted")),
              items(each.path("kept")),
              each.path("note").textValue(),
              each.path("failure").textValue()));
    }
    return new CleanupRecord(
        node.path("image").asText(), node.path("dryRun").asBoolean(), repositories);
  }

  private static List<Item> items(JsonNode array) {
    List<Item> items = new ArrayList<>();
    for (JsonNode node : array) {
      List<String> tags = new ArrayList<>();
      node.path("tags").forEach(tag -> tags.add(tag.asText()));
      items.add(
          new Item(
              Digest.of(node.path("digest").asText()),
              Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
              tags,
              node.path("why").asText()));
    }
    return items;
  }
}
