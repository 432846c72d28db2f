package io.github.imagemaven.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which layers an engine has. */
final class EngineLayers {
  private EngineLayers() {}

  /** A JSON list of digests a line, as engines say the layers of images; null reads as none. */
  static List<List<String>> parse(@Nullable String text) {
    List<List<String>> images = new ArrayList<>();
    if (text != null) {
      text.lines().filter(line -> line.startsWith("[")).forEach(line -> images.add(list(line)));
    }
    return images;
  }

  private static List<String> list(String line) {
    List<String> digests = new ArrayList<>();
    try {
      JsonNode list = Json.parse(line.getBytes(StandardCharsets.UTF_8), "the engine's answer");
      list.forEach(digest -> digests.add(digest.asText()));
    } catch (MalformedContentException e) {
      return List.of(); // an engine that says something else is sent all layers
    }
    return digests;
  }

  /**
   * How many of an image's lowest layers stand below another image, in the same order: an engine
   * knows a layer by all that is below it.
   */
  static int held(List<String> ours, List<List<String>> others) {
    int most = 0;
    for (List<String> other : others) {
      int same = 0;
      while (same < Math.min(ours.size(), other.size()) && ours.get(same).equals(other.get(same))) {
        same++;
      }
      most = Math.max(most, same);
    }
    return most;
  }
}
