package io.github.imagemaven.build;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is said of an image beside its content.
 *
 * @param labels added to the base's labels, but for those of {@link StandardLabels} and ours, which
 *     are not inherited
 * @param annotations of the index
 */
public record Description(Map<String, String> labels, Map<String, String> annotations) {
  /** Nothing. */
  public static final Description NONE = new Description(Map.of(), Map.of());

  /** Copies the maps, which keep their order. */
  public Description {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /**
   * This with the standard labels, and annotations of the same names, in front of the user's own.
   * An own label or annotation of a standard name holds for both, so that they do not contradict
   * each other; where it is empty, neither is said.
   *
   * @param annotated whether the index can have annotations
   */
  Description with(Map<String, String> standard, boolean annotated) {
    Map<String, String> allLabels = new LinkedHashMap<>(labels);
    Map<String, String> allAnnotations = new LinkedHashMap<>(annotations);
    for (Map.Entry<String, String> entry : standard.entrySet()) {
      String key = entry.getKey();
      String said = labels.getOrDefault(key, annotations.getOrDefault(key, entry.getValue()));
      allLabels.put(key, said);
      if (annotated) {
        allAnnotations.put(key, annotations.getOrDefault(key, said));
      }
    }
    dropEmpty(allLabels);
    dropEmpty(allAnnotations);
    return new Description(allLabels, allAnnotations);
  }

  /** Also where there is nothing to take away: whether there is may be the base's affair. */
  private static void dropEmpty(Map<String, String> values) {
    values
        .entrySet()
        .removeIf(
            each -> each.getKey().startsWith(StandardLabels.PREFIX) && each.getValue().isEmpty());
  }
}
