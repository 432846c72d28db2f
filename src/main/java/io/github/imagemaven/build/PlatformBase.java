package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import java.util.List;

/**
 * What a base has for one platform.
 *
 * @param platform as the base names it: with the variant and OS version that it was asked without
 * @param name the base, for messages
 * @param layers lowest first, in the base's media types
 * @param config the whole configuration; not to be changed
 */
record PlatformBase(Platform platform, String name, List<Descriptor> layers, ObjectNode config) {
  PlatformBase {
    layers = List.copyOf(layers);
  }

  /** Nothing to stand on. */
  static PlatformBase scratch(Platform platform) {
    ObjectNode config = Json.object();
    config.putObject("config");
    ObjectNode rootfs = config.putObject("rootfs");
    rootfs.put("type", "layers");
    rootfs.putArray("diff_ids");
    return new PlatformBase(platform, "scratch", List.of(), config);
  }

  /** Whether containers of this base have their health checked. */
  boolean hasHealthcheck() {
    return Healthchecks.isEffective(config.path("config").path("Healthcheck"));
  }
}
