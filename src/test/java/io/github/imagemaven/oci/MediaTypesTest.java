package io.github.imagemaven.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** image-spec v1.1.1, media-types.md; Distribution's "Image Manifest Version 2, Schema 2". */
class MediaTypesTest {
  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.index.v1+json, true, false",
    "application/vnd.docker.distribution.manifest.list.v2+json, true, false",
    "application/vnd.oci.image.manifest.v1+json, false, true",
    "application/vnd.docker.distribution.manifest.v2+json, false, true",
    "application/vnd.docker.distribution.manifest.v1+json, false, false",
    "application/vnd.docker.distribution.manifest.v1+prettyjws, false, false",
    "application/vnd.oci.image.config.v1+json, false, false",
    "application/vnd.oci.image.layer.v1.tar+gzip, false, false",
    "application/json, false, false",
    "APPLICATION/VND.OCI.IMAGE.INDEX.V1+JSON, false, false",
    "'', false, false"
  })
  void isAnIndexOrAManifestOrNeither(String type, boolean index, boolean manifest) {
    assertThat(MediaTypes.isIndex(type)).isEqualTo(index);
    assertThat(MediaTypes.isManifest(type)).isEqualTo(manifest);
  }

  /** Written out again: a letter changed in the constant would be published. */
  @ParameterizedTest
  @CsvSource({
    MediaTypes.OCI_CONFIG + ", application/vnd.oci.image.config.v1+json",
    MediaTypes.OCI_LAYER + ", application/vnd.oci.image.layer.v1.tar",
    MediaTypes.OCI_LAYER_GZIP + ", application/vnd.oci.image.layer.v1.tar+gzip",
    MediaTypes.OCI_LAYER_ZSTD + ", application/vnd.oci.image.layer.v1.tar+zstd",
    MediaTypes.DOCKER_CONFIG + ", application/vnd.docker.container.image.v1+json",
    MediaTypes.DOCKER_LAYER_GZIP + ", application/vnd.docker.image.rootfs.diff.tar.gzip",
    MediaTypes.DOCKER_FOREIGN_LAYER_GZIP
        + ", application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
  })
  void areThoseOfTheSpecifications(String ours, String theirs) {
    assertThat(ours).isEqualTo(theirs);
  }
}
