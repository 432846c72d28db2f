package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What joins the platforms of several runs, beside their manifests: with it the index is that of
 * one run that builds them all. The member {@code joining} of {@code build.json}.
 *
 * @param indexType media type of the index
 * @param annotations of the index
 * @param layers our own, lowest first; the others are the base's
 * @param platforms which manifest was built for each platform that this run was asked for, in the
 *     image's order: {@code linux/arm} may have got what the base has for {@code linux/arm/v7}
 */
public record Joining(
    String indexType,
    Map<String, String> annotations,
    List<OwnLayer> layers,
    Map<Platform, Digest> platforms) {
  /** Copies the collections; platforms keep their order, annotations are sorted. */
  public Joining {
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    layers = List.copyOf(layers);
    platforms = Collections.unmodifiableMap(new LinkedHashMap<>(platforms));
  }

  /**
   * A layer that is not the base's.
   *
   * @param name what people call it, "dependencies"
   */
  public record OwnLayer(String name, Digest digest) {}

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("indexType", indexType);
    ObjectNode annotationNode = node.putObject("annotations");
    annotations.forEach(annotationNode::put);
    ArrayNode layerArray = node.putArray("layers");
    layers.forEach(
        layer ->
            layerArray
                .addObject()
                .put("name", layer.name())
                .put("digest", layer.digest().toString()));
    ObjectNode platformNode = node.putObject("platforms");
    platforms.forEach((asked, built) -> platformNode.put(asked.toString(), built.toString()));
    return node;
  }

  /**
   * Reads the member.
   *
   * @param what the document, for the message
   * @throws MalformedContentException where a part of it is missing or malformed
   */
  static Joining of(JsonNode node, String what) {
    String indexType = text(node.path("indexType"), what);
    Map<String, String> annotations = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("annotations").properties()) {
      annotations.put(entry.getKey(), text(entry.getValue(), what));
    }
    List<OwnLayer> layers = new ArrayList<>();
    for (JsonNode layer : node.path("layers")) {
      layers.add(
          new OwnLayer(
              text(layer.path("name"), what), Digest.of(text(layer.path("digest"), what))));
    }
    Map<Platform, Digest> platforms = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("platforms").properties()) {
      platforms.put(Platform.parse(entry.getKey()), Digest.of(text(entry.getValue(), what)));
    }
    return new Joining(indexType, annotations, layers, platforms);
  }

  private static String text(JsonNode node, String what) {
    if (!node.isTextual()) {
      throw new MalformedContentException(what + " lacks a text in its member joining");
    }
    return node.textValue();
  }
}
