package io.github.imagemaven.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layout's {@code index.json}, edited as a tree so that what others wrote there survives.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md#indexjson-file">
 * image-spec, image layout, index.json</a>.
 */
final class LayoutIndex {
  /** The annotation that names an entry. */
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final String what;
  private final ObjectNode tree;

  private LayoutIndex(String what, ObjectNode tree) {
    this.what = what;
    this.tree = tree;
  }

  /** An index without entries. */
  static LayoutIndex empty(Path file) {
    ObjectNode tree = Json.object();
    tree.put("schemaVersion", 2);
    tree.put("mediaType", MediaTypes.OCI_INDEX);
    tree.putArray("manifests");
    return new LayoutIndex(file.toString(), tree);
  }

  /**
   * Reads the file; one that is not there has no entries.
   *
   * @throws EnvironmentException where it is not an index
   */
  static LayoutIndex read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return empty(file);
    }
    ObjectNode tree;
    try {
      tree = Json.parseObject(bytes, file.toString());
    } catch (MalformedContentException e) {
      throw damaged(e.getMessage(), e);
    }
    if (!tree.path("manifests").isArray()) {
      throw damaged(file + " has no list of manifests", null);
    }
    return new LayoutIndex(file.toString(), tree);
  }

  private static EnvironmentException damaged(
      String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new EnvironmentException(
        "layout damaged: " + message + "; remove the layout and write it again", cause);
  }

  byte[] bytes() {
    return Json.prettyBytes(tree);
  }

  /** The entry a tag names, without its annotations. */
  Optional<Descriptor> find(String tag) {
    for (JsonNode entry : entries()) {
      if (isNamed(entry, tag)) {
        return Optional.of(bare(entry));
      }
    }
    return Optional.empty();
  }

  /** Every entry's content, each once. */
  List<Descriptor> roots() {
    Map<String, Descriptor> roots = new LinkedHashMap<>();
    for (JsonNode entry : entries()) {
      roots.putIfAbsent(entry.path("digest").asText(), bare(entry));
    }
    return new ArrayList<>(roots.values());
  }

  /**
   * Makes a tag name this content and nothing else.
   *
   * @return the entries that it named, as they were
   */
  List<JsonNode> put(String tag, Descriptor content) {
    List<JsonNode> before = remove(tag);
    entries().add(content.withAnnotations(Map.of(REF_NAME, tag)).toJson());
    return before;
  }

  /** Gives a tag the entries that {@link #put} has returned. */
  void putBack(String tag, List<JsonNode> before) {
    remove(tag);
    entries().addAll(before);
  }

  /** Adds an entry without a name. */
  void add(Descriptor content) {
    entries().add(content.toJson());
  }

  /** Drops a tag's entries and returns them. */
  List<JsonNode> remove(String tag) {
    List<JsonNode> removed = new ArrayList<>();
    for (var entries = entries().elements(); entries.hasNext(); ) {
      JsonNode entry = entries.next();
      if (isNamed(entry, tag)) {
        entries.remove();
        removed.add(entry);
      }
    }
    return removed;
  }

  private ArrayNode entries() {
    return (ArrayNode) tree.path("manifests");
  }

  private static boolean isNamed(JsonNode entry, String tag) {
    return tag.equals(entry.path("annotations").path(REF_NAME).textValue());
  }

  private Descriptor bare(JsonNode entry) {
    try {
      Descriptor full = Descriptor.of(entry, what);
      return Descriptor.of(full.mediaType(), full.digest(), full.size());
    } catch (MalformedContentException e) {
      throw damaged(e.getMessage(), e);
    }
  }
}
