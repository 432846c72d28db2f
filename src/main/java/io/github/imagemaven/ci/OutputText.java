package io.github.imagemaven.ci;

import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Outputs as GitHub's runner reads them.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings">
 * workflow commands, multiline strings</a>. The form for several lines is used for every value:
 * what stands between two delimiters is never read as a name.
 */
final class OutputText {
  private OutputText() {}

  /** With a delimiter that nobody could foresee. */
  static String of(Map<String, String> values) {
    return of(values, () -> "image_" + UUID.randomUUID());
  }

  /**
   * With the first delimiter that stands in no value.
   *
   * @param delimiters another one at each call, sooner or later
   */
  static String of(Map<String, String> values, Supplier<String> delimiters) {
    String delimiter = delimiters.get();
    while (stands(values, delimiter)) {
      delimiter = delimiters.get();
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text.append(value.getKey()).append("<<").append(delimiter).append('\n');
      text.append(value.getValue()).append('\n').append(delimiter).append('\n');
    }
    return text.toString();
  }

  private static boolean stands(Map<String, String> values, String delimiter) {
    return values.values().stream().anyMatch(value -> value.contains(delimiter));
  }
}
