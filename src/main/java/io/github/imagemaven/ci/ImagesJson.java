package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All images as one value, for {@code fromJSON(steps.publish.outputs.images).orders.digest}. */
final class ImagesJson {
  private ImagesJson() {}

  /** An object by {@code image.name}, its members named as the outputs are. */
  static String of(List<ImageReport> images) {
    ObjectNode node = Json.object();
    images.forEach(image -> node.set(image.name(), image(image)));
    return new String(Json.bytes(node), UTF_8);
  }

  private static ObjectNode image(ImageReport image) {
    ObjectNode node = Json.object();
    node.put("image", image.reference());
    node.put("tag", image.tag());
    ArrayNode tags = node.putArray("tags");
    image.tags().forEach(tags::add);
    node.put("version", image.version());
    ArrayNode platforms = node.putArray("platforms");
    image.platforms().forEach(each -> platforms.add(each.platform().toString()));
    node.put("digest", text(image.digest()));
    node.put("published", image.published());
    ArrayNode kept = node.putArray("kept");
    image
        .kept()
        .forEach(each -> kept.addObject().put("tag", each.tag()).put("reason", each.reason()));
    ArrayNode destinations = node.putArray("destinations");
    for (DestinationReport each : image.destinations()) {
      ObjectNode destination = destinations.addObject();
      destination.put("repository", each.repository());
      destination.put("digest", text(each.digest()));
      ArrayNode moved = destination.putArray("tags");
      each.tags().forEach(moved::add);
      destination.put("uploaded_bytes", each.uploadedBytes());
      destination.put("reused_bytes", each.reusedBytes());
    }
    return node;
  }

  private static @Nullable String text(@Nullable Digest digest) {
    return digest == null ? null : digest.toString();
  }
}
