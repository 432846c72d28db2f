package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentPairsTest {
  private static Credentials.Lookup find(String host, Map<String, String> environment) {
    return new EnvironmentPairs(environment).find(host);
  }

  @Test
  void eachPairServesItsHostOnly() {
    Map<String, String> environment =
        Map.of(
            "DOCKERHUB_USERNAME", "hubber",
            "DOCKERHUB_TOKEN", "hub-token\n",
            "GITHUB_ACTOR", "octocat",
            "GITHUB_TOKEN", "gh-token");

    assertThat(find("docker.io", environment).credential())
        .isEqualTo(new Credential.Basic("hubber", "hub-token"));
    assertThat(find("ghcr.io", environment).credential())
        .isEqualTo(new Credential.Basic("octocat", "gh-token"));
    assertThat(find("quay.io", environment)).isEqualTo(Credentials.Lookup.nothing());
    assertThat(find("ghcr.io:8443", environment)).isEqualTo(Credentials.Lookup.nothing());
  }

  @Test
  void halfAPairIsNoneAndSeen() {
    assertThat(find("docker.io", Map.of("DOCKERHUB_USERNAME", "hubber")))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "environment (DOCKERHUB_USERNAME is set, DOCKERHUB_TOKEN is not)"));
    assertThat(find("docker.io", Map.of("DOCKERHUB_USERNAME", "hubber", "DOCKERHUB_TOKEN", "")))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "environment (DOCKERHUB_USERNAME is set, DOCKERHUB_TOKEN is not)"));
    assertThat(find("ghcr.io", Map.of("GITHUB_TOKEN", "gh-token")))
        .isEqualTo(
            Credentials.Lookup.nothing("environment (GITHUB_TOKEN is set, GITHUB_ACTOR is not)"));
    assertThat(find("ghcr.io", Map.of()))
        .isEqualTo(
            Credentials.Lookup.nothing("environment (GITHUB_ACTOR and GITHUB_TOKEN are not set)"));
  }

  @Test
  void theTokenOfGitHubEnterpriseGoesToItsOwnRegistry() {
    Map<String, String> environment =
        Map.of(
            "GITHUB_SERVER_URL", "https://github.acme.example",
            "GITHUB_ACTOR", "octocat",
            "GITHUB_TOKEN", "gh-token");

    assertThat(find("containers.github.acme.example", environment).credential())
        .isEqualTo(new Credential.Basic("octocat", "gh-token"));
    assertThat(find("ghcr.io", environment)).isEqualTo(Credentials.Lookup.nothing());
  }

  @Test
  void theTokenOfGitHubGoesToGhcr() {
    Map<String, String> environment =
        Map.of(
            "GITHUB_SERVER_URL", "https://github.com",
            "GITHUB_ACTOR", "octocat",
            "GITHUB_TOKEN", "gh-token");

    assertThat(find("ghcr.io", environment).credential())
        .isEqualTo(new Credential.Basic("octocat", "gh-token"));
    assertThat(find("containers.github.com", environment)).isEqualTo(Credentials.Lookup.nothing());
  }
}
