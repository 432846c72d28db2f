package io.github.imagemaven.ci;

import io.github.imagemaven.oci.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The images' digests under names made of the images' own.
 *
 * @param values by name
 * @param left names of images whose key another image has already
 */
record KeyedDigests(Map<String, String> values, List<String> left) {
  /** Images without a digest have no entry. */
  static KeyedDigests of(List<ImageReport> images, UnaryOperator<String> key) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> left = new ArrayList<>();
    for (ImageReport image : images) {
      Digest digest = image.digest();
      if (digest != null
          && values.putIfAbsent(key.apply(image.name()), digest.toString()) != null) {
        left.add(image.name());
      }
    }
    return new KeyedDigests(values, left);
  }
}
