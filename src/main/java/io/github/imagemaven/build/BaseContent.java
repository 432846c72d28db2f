package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manifest and its config, before it is known which platform they stand for.
 *
 * @param base for messages
 * @param layers lowest first
 * @param config not to be changed
 */
record BaseContent(String base, List<Descriptor> layers, ObjectNode config) {
  /** The platform that the config names; null where it names none. */
  @Nullable Platform platform() {
    Platform platform = Platform.of(config);
    return platform == null || platform.os().isEmpty() ? null : platform;
  }

  /** This as what the base has for a platform. */
  PlatformBase on(Platform platform) {
    return new PlatformBase(platform, base, layers, config);
  }
}
