package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spring Boot's {@code layers.idx}: which entry of an archive goes into which layer.
 *
 * <p>Source: <a
 * href="https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html">Spring
 * Boot, the executable jar format, layer index</a>.
 */
final class LayersIndex {
  private static final Pattern LAYER = Pattern.compile("- \"(.*)\":");
  private static final Pattern ENTRY = Pattern.compile("  - \"(.*)\"");

  private final Map<String, List<String>> layers;

  private LayersIndex(Map<String, List<String>> layers) {
    this.layers = layers;
  }

  /**
   * Reads an index.
   *
   * @param file where it is from, for the message
   * @throws ConfigurationException where a line has neither of the two forms
   */
  static LayersIndex parse(String text, String file) {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher layer = LAYER.matcher(line.stripTrailing());
      Matcher entry = ENTRY.matcher(line.stripTrailing());
      if (layer.matches()) {
        current = layers.computeIfAbsent(layer.group(1), name -> new ArrayList<>());
      } else if (entry.matches() && !layers.isEmpty()) {
        current.add(entry.group(1));
      } else if (!line.isBlank()) {
        throw ConfigurationException.malformed(
            "line of " + file, line, "- \"layer\": or, below it,   - \"path\"");
      }
    }
    return new LayersIndex(layers);
  }

  /** The layers' names, lowest first. */
  List<String> names() {
    return List.copyOf(layers.keySet());
  }

  /**
   * The layer of an entry: the first that names it or a folder above it; the last layer for one
   * that none names.
   */
  String layerOf(String entry) {
    String last = "application";
    for (Map.Entry<String, List<String>> layer : layers.entrySet()) {
      last = layer.getKey();
      for (String path : layer.getValue()) {
        if (path.equals(entry) || (path.endsWith("/") && entry.startsWith(path))) {
          return last;
        }
      }
    }
    return last;
  }
}
