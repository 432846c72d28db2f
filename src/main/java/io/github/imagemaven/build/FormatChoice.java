package io.github.imagemaven.build;

import io.github.imagemaven.layer.Layer;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Log;
import java.util.List;
import java.util.stream.Stream;

/**
 * The media types of one image.
 *
 * @param docker whether manifests, configs and layers are Docker's
 * @param index of the index
 */
record FormatChoice(boolean docker, String index) {
  /**
   * The platforms that this run does not build and whose bases decide all the same: the parts of a
   * split run must come to one format, even if the base has a health check on one platform only.
   */
  static List<Platform> alsoAsked(BuildRequest request) {
    boolean decided =
        request.format() != Format.AUTO
            || request.dockerIndex()
            || request.container().healthcheck() != null;
    return decided
        ? List.of()
        : request.platforms().stream()
            .filter(platform -> !request.buildPlatforms().contains(platform))
            .toList();
  }

  /**
   * Decides, and says what is not obvious: OCI's config has no health check, so an image that has
   * one is Docker's; children of Docker's are joined by an OCI index, which keeps annotations and
   * is read by every engine and registry that is in use, unless a Docker list is asked for.
   *
   * @param bases of the platforms that this run builds
   * @param others of those that {@link #alsoAsked}
   */
  static FormatChoice of(
      BuildRequest request, List<PlatformBase> bases, List<PlatformBase> others, Log log) {
    boolean own = Healthchecks.isEffective(request.container().healthcheck());
    boolean inherited =
        request.container().healthcheck() == null
            && Stream.concat(bases.stream(), others.stream())
                .anyMatch(PlatformBase::hasHealthcheck);
    String base =
        request.content() instanceof ContainerfileSource
            ? "of " + bases.get(0).name()
            : "inherited from base " + bases.get(0).name();
    if (request.format() == Format.OCI && inherited) {
      log.warn(
          "the health check "
              + base
              + " is dropped, because image.format=oci and an OCI config has none");
    }
    boolean docker =
        switch (request.format()) {
          case DOCKER -> true;
          case OCI -> false;
          case AUTO -> own || inherited || request.dockerIndex();
        };
    if (request.format() == Format.AUTO && (own || inherited)) {
      log.info(
          "Docker format, because of the health check "
              + (own ? "of image.healthcheck" : base)
              + ", which an OCI config cannot hold");
    }
    return new FormatChoice(
        docker, request.dockerIndex() ? MediaTypes.DOCKER_LIST : MediaTypes.OCI_INDEX);
  }

  String manifest() {
    return docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST;
  }

  String config() {
    return docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG;
  }

  /** A layer of ours. */
  Descriptor layer(Layer layer) {
    return layer
        .descriptor()
        .withMediaType(docker ? MediaTypes.DOCKER_LAYER_GZIP : MediaTypes.OCI_LAYER_GZIP);
  }

  /** A layer of the base's. */
  Descriptor layer(Descriptor layer, String base) {
    return docker ? LayerTypes.inDocker(layer, base) : LayerTypes.inOci(layer, base);
  }
}
