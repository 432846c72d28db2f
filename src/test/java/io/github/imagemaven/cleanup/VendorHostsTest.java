package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host is cleaned up in which way. */
final class VendorHostsTest {
  private static final URI API = URI.create("https://api.github.com");

  @Test
  void ghcrAndDockerHubAreKnown() {
    VendorHosts hosts = VendorHosts.of(Map.of(), "");

    assertThat(hosts.github()).containsOnly(Map.entry("ghcr.io", API));
    assertThat(hosts.hub()).isEqualTo(URI.create("https://hub.docker.com"));
  }

  @Test
  void aWorkflowOfGithubEnterpriseBringsItsRegistry() {
    Map<String, String> environment =
        Map.of(
            "GITHUB_SERVER_URL", "https://git.example.com",
            "GITHUB_API_URL", "https://git.example.com/api/v3");

    assertThat(VendorHosts.of(environment, "").github())
        .containsEntry("ghcr.io", API)
        .containsEntry("containers.git.example.com", URI.create("https://git.example.com/api/v3"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com, https://api.github.com",
    "https://git.example.com, ''",
    "not an address, https://api.github.com"
  })
  void anotherEnvironmentBringsNone(String server, String api) {
    assertThat(
            VendorHosts.of(Map.of("GITHUB_SERVER_URL", server, "GITHUB_API_URL", api), "").github())
        .containsOnlyKeys("ghcr.io");
  }

  @Test
  void theSettingAddsAndReplaces() {
    VendorHosts hosts =
        VendorHosts.of(
            Map.of(),
            " Registry.example.com:5000=https://a.example.com/api/v3/,"
                + " ghcr.io=http://127.0.0.1:8080 ");

    assertThat(hosts.github())
        .containsOnly(
            Map.entry("registry.example.com:5000", URI.create("https://a.example.com/api/v3")),
            Map.entry("ghcr.io", URI.create("http://127.0.0.1:8080")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghcr.io",
        "=https://api.example.com",
        "ghcr.io=api.example.com",
        "ghcr.io=https://",
        "ghcr.io=ftp://api.example.com",
        "ghcr.io=https://me:pw@api.example.com",
        "ghcr.io=https://api.example.com?x=1",
        "ghcr.io/acme=https://api.example.com",
        "ghcr=https://api.example.com"
      })
  void anotherFormIsRefused(String setting) {
    assertThatThrownBy(() -> VendorHosts.of(Map.of(), setting))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.cleanup.github")
        .hasMessageContaining("HOST=URL")
        .hasMessageNotContaining("me:pw");
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/app, GitHub's packages API",
    "docker.io/acme/app, Docker Hub's API",
    "nginx, Docker Hub's API",
    "index.docker.io/acme/app, Docker Hub's API"
  })
  void theHostDecides(String name, String way) {
    try (RegistryClient client =
        RegistryClient.create(
            RegistryOptions.defaults(),
            new Credentials(List.of()),
            Log.silent(),
            Progress.none())) {
      HoldingsByHost kinds =
          new HoldingsByHost(
              client,
              VendorHosts.of(Map.of(), ""),
              repository -> {
                throw new AssertionError("taken for another");
              });

      assertThat(kinds.of(client.repository(RepositoryName.parse(name))).way()).isEqualTo(way);
    }
  }

  @Test
  void anyOtherHostIsCleanedUpByTheSpecification() {
    try (RegistryClient client =
        RegistryClient.create(
            RegistryOptions.defaults(),
            new Credentials(List.of()),
            Log.silent(),
            Progress.none())) {
      HoldingsByHost kinds =
          new HoldingsByHost(
              client,
              VendorHosts.of(Map.of(), ""),
              repository -> {
                throw new IllegalStateException(repository.name().toString());
              });

      assertThatThrownBy(
              () -> kinds.of(client.repository(RepositoryName.parse("quay.io/acme/app"))))
          .hasMessage("quay.io/acme/app");
    }
  }
}
