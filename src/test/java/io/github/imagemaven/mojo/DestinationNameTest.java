package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationNameTest {
  private static List<DestinationName> of(String registries, String optional, String name) {
    Properties project = new Properties();
    project.setProperty("image.registries", registries);
    project.setProperty("image.optionalRegistries", optional);
    project.setProperty("image.name", name);
    Map<String, String> defaults = Map.of("registries", "", "optionalRegistries", "", "name", "");
    return DestinationName.of(new Settings(defaults, Map.of(), new Properties(), project));
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme, ghcr.io/acme/app",
    "ghcr.io/Acme-Corp, ghcr.io/acme-corp/app",
    "docker.io/acme, docker.io/acme/app",
    "acme, docker.io/acme/app",
    "index.docker.io/acme, docker.io/acme/app",
    "localhost:5000, localhost:5000/app",
    "localhost, localhost/app",
    "registry.example.com/, registry.example.com/app",
    "127.0.0.1:5000/a/b/, 127.0.0.1:5000/a/b/app",
    "[::1]:5000/a, [::1]:5000/a/app",
  })
  void registries(String written, String expected) {
    DestinationName name = of(written, "", "app").get(0);
    assertThat(name.text()).isEqualTo(expected);
    assertThat(name.repository()).hasToString(expected);
    assertThat(name.optional()).isFalse();
  }

  @Test
  void aDirectoryIsATreeBelowTheModule() {
    DestinationName name = of("oci:target/registry", "", "team/App").get(0);
    assertThat(name.text()).isEqualTo("oci:target/registry/team/app");
    assertThat(name.repository()).isNull();
  }

  @Test
  void aFolderMayHaveAnAtSign() {
    assertThat(of("oci:/workspace/job@2", "", "app").get(0).text())
        .isEqualTo("oci:/workspace/job@2/app");
  }

  @Test
  void optionalOnesComeLast() {
    assertThat(of("oci:a", "ghcr.io/x", "app"))
        .extracting(DestinationName::optional)
        .containsExactly(false, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "/app", "a//b", "a b", "-app", "app:1"})
  void aNameThatNoRegistryTakesIsNoFolderEither(String name) {
    assertThatThrownBy(() -> of("oci:target/registry", "", name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.name", "'" + name + "'");
  }

  @Test
  void none() {
    assertThatThrownBy(() -> of(" ", ",", "app"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no destination: set image.registries");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://host:8080/x | without scheme, host:8080/x; | image.insecureRegistries as well,"
            + " host:8080",
        "https://ghcr.io/acme | expected host[:port][/owner] without scheme, ghcr.io/acme | acme",
        "oci://target/registry | oci:target/registry or oci:/target/registry for a directory"
            + " | target/registry for a registry",
        "OCI:target/registry | expected oci:target/registry | lower case",
        "ghcr.io/a;docker.io/a | commas between them | ghcr.io/a,docker.io/a",
        "ghcr.io/a docker.io/a | commas between them | ghcr.io/a,docker.io/a",
        "./target/registry | for a directory oci:./target/registry | directory",
        "../registry | for a directory oci:../registry | directory",
        "/srv/registry | for a directory oci:/srv/registry | directory",
        "~/registry | expected oci:${user.home}/registry | a shell alone",
        "oci:~/registry | expected oci:${user.home}/registry | a shell alone",
        "file:///srv/registry | for a directory oci:/srv/registry | directory",
        "file:/srv/registry | for a directory oci:/srv/registry | directory",
        "ghcr.io/acme/app:1.2 | expected ghcr.io/acme/app, without a tag | image.extraTags",
        "oci:target/r:1.0 | expected oci:target/r, without a tag | image.extraTags",
        "ghcr.io:443/acme@sha256:12 | expected ghcr.io:443/acme, without a tag | image.tag",
      })
  void whatIsMeantIsSaid(String written, String meant, String more) {
    assertThatThrownBy(() -> of(written, "", "app"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.registries '" + written + "'", meant, more);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://ghcr.io/acme", "ghcr.io:99999/a", "ghcr.io/a b", "oci:", "ghcr.io/a:tag"})
  void malformedOnesAreNamedAsWritten(String written) {
    assertThatThrownBy(() -> of(written, "", "app"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.registries")
        .hasMessageContaining("'" + written + "'");
  }
}
