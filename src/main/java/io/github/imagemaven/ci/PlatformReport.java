package io.github.imagemaven.ci;

import io.github.imagemaven.oci.Platform;
import java.util.List;

/**
 * One platform of an image.
 *
 * @param layers from the base up; none where they are not known, or not yet
 */
public record PlatformReport(Platform platform, List<Layer> layers) {
  /** Copies the list. */
  public PlatformReport {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param name what people know it by, such as {@code dependencies}, or its digest
   * @param bytes as it is sent
   */
  public record Layer(String name, long bytes) {}

  /** Bytes of all layers. */
  public long bytes() {
    return layers.stream().mapToLong(Layer::bytes).sum();
  }
}
