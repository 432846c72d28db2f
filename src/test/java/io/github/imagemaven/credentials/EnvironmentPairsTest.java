package io.github.imagemaven.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentPairsTest {
  private static Credentials.Lookup find(String host, Map<String, String> environment) {
    return EnvironmentPairs.set(environment).find(host);
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

  private static Map<String, String> gitLab(String registry) {
    return Map.of(
        "CI_REGISTRY", registry,
        "CI_REGISTRY_USER", "gitlab-ci-token",
        "CI_REGISTRY_PASSWORD", "job-token");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.gitlab.com, registry.gitlab.com",
    "GitLab.acme.example:5050, gitlab.acme.example:5050",
    "https://index.docker.io/v1/, docker.io"
  })
  void theTokenOfAJobOfGitLabGoesToTheRegistryThatGitLabNames(String registry, String host) {
    Credentials.Lookup answer = EnvironmentPairs.ofGitLab(gitLab(registry)).find(host);
    assertThat(answer.credential()).isEqualTo(new Credential.Basic("gitlab-ci-token", "job-token"));
    assertThat(answer.places())
        .last()
        .isEqualTo("environment (CI_REGISTRY_USER, CI_REGISTRY_PASSWORD)");
  }

  @ParameterizedTest
  @CsvSource({
    "gitlab.acme.example:5050, gitlab.acme.example",
    "gitlab.acme.example, gitlab.acme.example:5050",
    "gitlab.acme.example, other.gitlab.acme.example",
    "gitlab.acme.example, gitlab.acme.example.evil.example",
    "gitlab.acme.example/acme, gitlab.acme.example",
    "gitlab.acme.example@evil.example, gitlab.acme.example",
    "://, gitlab.acme.example",
    "'', gitlab.acme.example"
  })
  void itGoesToNoOther(String registry, String host) {
    assertThat(EnvironmentPairs.ofGitLab(gitLab(registry)).find(host))
        .isEqualTo(Credentials.Lookup.nothing());
  }

  @Test
  void whereGitLabNamesTheHostAndGivesNoTokenThatPlaceIsSeen() {
    assertThat(
            EnvironmentPairs.ofGitLab(Map.of("CI_REGISTRY", "registry.gitlab.com"))
                .find("registry.gitlab.com"))
        .isEqualTo(
            Credentials.Lookup.nothing(
                "environment (CI_REGISTRY_USER and CI_REGISTRY_PASSWORD are not set)"));
  }

  /** GitLab sets it in every job: who logs in means another. */
  @Test
  void whatSomebodyHasSetOrLoggedInWithGoesBeforeTheTokenOfAJob(@TempDir Path home)
      throws IOException {
    Map<String, String> environment = new HashMap<>(gitLab("docker.io"));
    environment.put("DOCKERHUB_USERNAME", "hubber");
    environment.put("DOCKERHUB_TOKEN", "hub-token");
    assertThat(Credentials.standard(List.of(), environment, home).lookup("docker.io").credential())
        .isEqualTo(new Credential.Basic("hubber", "hub-token"));

    Map<String, String> own = gitLab("registry.gitlab.com");
    assertThat(
            Credentials.standard(List.of(), own, home).lookup("registry.gitlab.com").credential())
        .isEqualTo(new Credential.Basic("gitlab-ci-token", "job-token"));
    Files.createDirectory(home.resolve(".docker"));
    Files.writeString(
        home.resolve(".docker/config.json"),
        "{\"auths\": {\"registry.gitlab.com\": {\"auth\": \"ZGVwbG95OnNlY3JldA==\"}}}");
    assertThat(
            Credentials.standard(List.of(), own, home).lookup("registry.gitlab.com").credential())
        .isEqualTo(new Credential.Basic("deploy", "secret"));
  }
}
