package io.github.imagemaven.ci;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The images' digests under names made of the images' own.
 *
 * @param key such a name; two images may have the same
 * @param what a digest under its name is to the CI system, such as {@code output}
 * @param elsewhere a sentence about where the others stand; empty for none
 */
record KeyedDigests(UnaryOperator<String> key, String what, String elsewhere) {
  /**
   * The digests by key. Images without one have no entry, and those whose key another image has
   * already are named in a warning.
   */
  Map<String, String> of(List<ImageReport> images, Log log) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> left = new ArrayList<>();
    for (ImageReport image : images) {
      Digest digest = image.digest();
      if (digest != null
          && values.putIfAbsent(key.apply(image.name()), digest.toString()) != null) {
        left.add(image.name());
      }
    }
    if (!left.isEmpty()) {
      log.warn(
          "No "
              + what
              + " of its own for "
              + left
              + ": another image has the same name but for punctuation"
              + (elsewhere.isEmpty() ? "" : ". " + elsewhere));
    }
    return values;
  }
}
