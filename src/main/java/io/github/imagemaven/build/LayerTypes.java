package io.github.imagemaven.build;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.ConfigurationException;
import java.util.Map;

/**
 * The layer media types of the two formats. Going from one to the other changes the name of the
 * type and no byte of the layer.
 *
 * <p>Sources: <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md">image-spec, layer</a>;
 * <a href="https://distribution.github.io/distribution/spec/manifest-v2-2/">Docker schema 2</a>,
 * which knows gzip alone by its letter, and uncompressed by what engines read.
 */
final class LayerTypes {
  private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
  private static final String DOCKER_LAYER_ZSTD = DOCKER_LAYER + ".zstd";
  private static final String OCI_FOREIGN =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";

  private static final Map<String, String> TO_OCI =
      Map.of(
          DOCKER_LAYER,
          MediaTypes.OCI_LAYER,
          MediaTypes.DOCKER_LAYER_GZIP,
          MediaTypes.OCI_LAYER_GZIP,
          DOCKER_LAYER_ZSTD,
          MediaTypes.OCI_LAYER_ZSTD,
          MediaTypes.DOCKER_FOREIGN_LAYER_GZIP,
          OCI_FOREIGN + "+gzip");
  private static final Map<String, String> TO_DOCKER =
      Map.of(
          MediaTypes.OCI_LAYER,
          DOCKER_LAYER,
          MediaTypes.OCI_LAYER_GZIP,
          MediaTypes.DOCKER_LAYER_GZIP,
          DOCKER_LAYER,
          DOCKER_LAYER,
          MediaTypes.DOCKER_LAYER_GZIP,
          MediaTypes.DOCKER_LAYER_GZIP);

  private LayerTypes() {}

  /** Whether the layer is one that registries need not hold. */
  static boolean isForeign(Descriptor layer) {
    return layer.mediaType().startsWith(OCI_FOREIGN)
        || layer.mediaType().equals(MediaTypes.DOCKER_FOREIGN_LAYER_GZIP);
  }

  /**
   * A base's layer in an OCI manifest.
   *
   * @throws PlatformBuildException where it is no layer of an image
   */
  static Descriptor inOci(Descriptor layer, String base) {
    String type = TO_OCI.getOrDefault(layer.mediaType(), layer.mediaType());
    if (!type.startsWith("application/vnd.oci.image.layer.")) {
      throw new PlatformBuildException(
          "base "
              + base
              + " has a layer of type '"
              + type
              + "', which is no image layer: name an image in image.from",
          null);
    }
    return layer.withMediaType(type);
  }

  /**
   * A base's layer in a Docker manifest, which has no annotations.
   *
   * @throws ConfigurationException where Docker's format has no type for it
   */
  static Descriptor inDocker(Descriptor layer, String base) {
    String type = TO_DOCKER.get(layer.mediaType());
    if (type == null) {
      throw new ConfigurationException(
          "base "
              + base
              + " has a layer of type '"
              + layer.mediaType()
              + "' ("
              + layer.digest()
              + "), which Docker's format cannot carry, only gzip and uncompressed layers: set"
              + " image.format=oci (an OCI image has no health check), or use a base with gzip"
              + " layers");
    }
    return Descriptor.of(type, layer.digest(), layer.size());
  }
}
