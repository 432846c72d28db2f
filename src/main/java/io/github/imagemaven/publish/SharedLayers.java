package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.Part.PartLayer;
import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers of our own, which one run would have written once for all platforms. Where runs on
 * several machines have come to different ones, something in them depends on the machine: a {@code
 * git.properties} with a host's name, a time of day, another compiler.
 */
final class SharedLayers {
  private SharedLayers() {}

  /** Warns of each that is not the same in all parts. */
  static void compare(List<Part> parts, Log log) {
    Set<String> names = new LinkedHashSet<>();
    parts.forEach(part -> own(part).forEach(layer -> names.add(String.valueOf(layer.name()))));
    for (String name : names) {
      Set<List<Digest>> different = new HashSet<>();
      List<String> each = new ArrayList<>();
      for (Part part : parts) {
        List<Digest> digests = called(part, name);
        different.add(digests);
        each.add(part.platform() + " has " + (digests.isEmpty() ? "none" : words(digests)));
      }
      if (different.size() > 1) {
        log.warn(
            "the layer '%s' is not the same on all platforms (%s): a file in it depends on the machine that built it, such as a git.properties with a host name or a time. The image is published so; its platforms share less, and are not one build"
                .formatted(name, String.join(", ", each)));
      }
    }
  }

  private static List<PartLayer> own(Part part) {
    return part.layers().stream().filter(layer -> layer.name() != null).toList();
  }

  private static List<Digest> called(Part part, String name) {
    return own(part).stream()
        .filter(layer -> name.equals(layer.name()))
        .map(PartLayer::digest)
        .toList();
  }

  private static String words(List<Digest> digests) {
    return digests.stream().map(Digest::toString).collect(Collectors.joining(" "));
  }
}
