package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {
  private static Mirror mirror(String place) {
    Map<String, String> defaults = Map.of("mirror", place == null ? "" : place);
    return Mirror.of(new Settings(defaults, Map.of(), new Properties(), new Properties()));
  }

  @ParameterizedTest
  @CsvSource({
    "mirror.gcr.io, docker.io/library/jetty, mirror.gcr.io/library/jetty",
    "Nexus.example.com:8443/docker/, docker.io/acme/x, nexus.example.com:8443/docker/acme/x",
    "mirror.gcr.io, ghcr.io/acme/x, ghcr.io/acme/x",
    "mirror.gcr.io, oci:/base, oci:/base",
    "localhost/hub, docker.io/acme/x, localhost/hub/acme/x",
    ", docker.io/library/jetty, docker.io/library/jetty",
  })
  void onlyDockerHubHasOne(String place, String repository, String expected) {
    assertThat(mirror(place).instead(repository)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://mirror.gcr.io", "/x", "a b"})
  void malformed(String place) {
    assertThatThrownBy(() -> mirror(place))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.mirror", place);
  }

  /** Read as a reference it would be a name on Docker Hub, and the base would be pulled there. */
  @ParameterizedTest
  @CsvSource({"nexus, nexus:443", "Nexus/docker/hub, Nexus:443/docker/hub"})
  void aHostThatReadsAsANameIsRefused(String place, String expected) {
    assertThatThrownBy(() -> mirror(place))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.mirror", "'" + place + "'", expected);
  }
}
