package io.github.imagemaven.layer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs made which layer, from one run to the next: an unchanged layer need not be written
 * again, provided that its blob is still there with the size of the descriptor.
 *
 * <p>To write a layer: {@link LayerInputs#of}; {@link #find}; if there is none, or its blob is
 * gone, {@link LayerWriter#write}, {@link LayerInputs#of} again, {@link #remember}. In the end
 * {@link #save}. Safe for use by several threads.
 */
public final class LayerMemo {
  private static final int SCHEMA = 1;

  private final Path file;
  private final Map<String, Layer> before;
  private final Map<String, Layer> used = new TreeMap<>();

  private LayerMemo(Path file, Map<String, Layer> before) {
    this.file = file;
    this.before = before;
  }

  /**
   * Reads a memo. One that is absent, damaged, or of another schema is empty: it costs time only.
   *
   * @throws IOException where the file is there and cannot be read
   */
  public static LayerMemo read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new LayerMemo(file, Map.of());
    }
    try {
      return new LayerMemo(file, parse(Files.readAllBytes(file)));
    } catch (MalformedContentException e) {
      return new LayerMemo(file, Map.of());
    }
  }

  /** The layer that these inputs made, under another name or type if these differ, or null. */
  public synchronized @Nullable Layer find(LayerInputs inputs, String name, String mediaType) {
    Layer known = before.get(inputs.digest().toString());
    if (known == null) {
      return null;
    }
    used.put(inputs.digest().toString(), known);
    return new Layer(name, known.descriptor().withMediaType(mediaType), known.diffId());
  }

  /**
   * Notes what inputs made.
   *
   * @param inputs as they were before the layer was written
   * @param after as they were then; where the two differ, or a file had changed just before,
   *     nothing is noted
   */
  public synchronized void remember(LayerInputs inputs, LayerInputs after, Layer layer) {
    if (inputs.settled() && inputs.digest().equals(after.digest())) {
      used.put(inputs.digest().toString(), layer);
    }
  }

  /** Writes what was found or noted in this run, and no more, in place of the memo read. */
  public synchronized void save() throws IOException {
    ObjectNode root = Json.object().put("schema", SCHEMA);
    ObjectNode layers = root.putObject("layers");
    used.forEach((key, layer) -> layers.set(key, toJson(layer)));
    Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "layers", ".tmp");
    try {
      Files.write(temporary, Json.prettyBytes(root));
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Map<String, Layer> parse(byte[] bytes) {
    ObjectNode root = Json.parseObject(bytes, "layer memo");
    Map<String, Layer> layers = new TreeMap<>();
    if (root.path("schema").asInt() == SCHEMA) {
      root.path("layers")
          .properties()
          .forEach(entry -> layers.put(entry.getKey(), fromJson(entry.getValue())));
    }
    return layers;
  }

  private static ObjectNode toJson(Layer layer) {
    ObjectNode node = Json.object();
    node.put("name", layer.name());
    node.set("descriptor", layer.descriptor().toJson());
    node.put("diffId", layer.diffId().toString());
    return node;
  }

  private static Layer fromJson(JsonNode node) {
    String diffId = node.path("diffId").asText();
    if (!Digest.isValid(diffId)) {
      throw new MalformedContentException("layer memo holds no valid diffId: " + node);
    }
    return new Layer(
        node.path("name").asText(),
        Descriptor.of(node.path("descriptor"), "layer memo"),
        Digest.of(diffId));
  }
}
