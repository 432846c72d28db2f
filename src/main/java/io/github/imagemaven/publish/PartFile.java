package io.github.imagemaven.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.publish.Part.PartLayer;
import io.github.imagemaven.store.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A part on disk: {@code target/image/parts/<os>-<arch>[-<variant>].json}, a public format. It
 * carries a digest of its own content, so that one that was cut short or edited is not believed.
 *
 * @param path where it is
 */
public record PartFile(Path path, Part part) {
  /** The folder's name below {@code target/image}. */
  public static final String FOLDER = "parts";

  static final int SCHEMA = 1;
  static final String CHECKSUM = "checksum";
  static final String MILLISECONDS = "buildMilliseconds";

  /**
   * Writes a part into its file, in one step.
   *
   * @param folder made where it is not there
   */
  static PartFile write(Path folder, Part part) throws IOException {
    Path path = folder.resolve(part.platform().fileName() + ".json");
    WholeFile.write(path, Json.prettyBytes(toJson(part)));
    return new PartFile(path, part);
  }

  /**
   * Reads a part.
   *
   * @throws PartsException where the file is damaged, edited, or of a schema this version does not
   *     know
   */
  public static PartFile read(Path path) throws IOException {
    return new PartFile(path, new PartReader(path.toString()).read(PartFolder.bytes(path)));
  }

  private static ObjectNode toJson(Part part) {
    ObjectNode node = Json.object();
    node.put("schema", SCHEMA);
    node.put("image", part.image());
    node.put("platform", part.platform().toString());
    texts(node, "requested", part.requested());
    node.set("descriptor", part.descriptor().toJson());
    texts(node, "repositories", part.repositories());
    texts(node, "tags", part.tags());
    node.put("revision", part.origin().revision());
    node.put("version", part.origin().version());
    ObjectNode base = node.putObject("base");
    Digest baseDigest = part.origin().baseDigest();
    base.put("reference", part.origin().base());
    base.put("digest", baseDigest == null ? null : baseDigest.toString());
    ArrayNode layers = node.putArray("layers");
    for (PartLayer layer : part.layers()) {
      layers.addObject().put("digest", layer.digest().toString()).put("name", layer.name());
    }
    ObjectNode index = node.putObject("index");
    index.put("mediaType", part.index().mediaType());
    ObjectNode annotations = index.putObject("annotations");
    part.index().annotations().forEach(annotations::put);
    Duration buildTime = part.buildTime();
    if (buildTime != null) {
      node.put(MILLISECONDS, buildTime.toMillis());
    }
    node.put(CHECKSUM, checksum(node).toString());
    return node;
  }

  private static void texts(ObjectNode node, String member, List<?> values) {
    ArrayNode array = node.putArray(member);
    values.forEach(value -> array.add(value.toString()));
  }

  /** The sha256 of the document without this member and without white space. */
  static Digest checksum(ObjectNode document) {
    ObjectNode rest = document.deepCopy();
    rest.remove(CHECKSUM);
    return Digest.ofBytes(Json.bytes(rest));
  }
}
