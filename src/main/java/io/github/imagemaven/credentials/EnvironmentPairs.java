package io.github.imagemaven.credentials;

import io.github.imagemaven.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * User name and token in variables of the environment: {@code DOCKERHUB_USERNAME} and {@code
 * DOCKERHUB_TOKEN} for Docker Hub, {@code GITHUB_ACTOR} and {@code GITHUB_TOKEN} for GitHub's
 * registry, {@code CI_REGISTRY_USER} and {@code CI_REGISTRY_PASSWORD} for the one that {@code
 * CI_REGISTRY} names, as GitLab sets them in each job (<a
 * href="https://docs.gitlab.com/ci/variables/predefined_variables/">predefined variables</a>). An
 * empty variable is one that is not set: GitHub Actions hands a missing secret on so.
 *
 * <p>{@code GITHUB_TOKEN} alone is not used, although the registry takes any user name with it: at
 * a desk that variable is mostly there for another program, with a token that may not touch
 * packages, and would win over a good {@code docker login}. GitHub Actions always sets both.
 */
final class EnvironmentPairs implements CredentialSource {
  private final Map<String, String> environment;
  private final boolean ofGitLab;

  private EnvironmentPairs(Map<String, String> environment, boolean ofGitLab) {
    this.environment = Map.copyOf(environment);
    this.ofGitLab = ofGitLab;
  }

  /** Those that somebody has set for this run. */
  static EnvironmentPairs set(Map<String, String> environment) {
    return new EnvironmentPairs(environment, false);
  }

  /**
   * Those that GitLab sets in every job for its own registry, whether anybody wants them or not: a
   * {@code docker login} with a token that may more comes before them.
   */
  static EnvironmentPairs ofGitLab(Map<String, String> environment) {
    return new EnvironmentPairs(environment, true);
  }

  @Override
  public Credentials.Lookup find(String host) {
    List<String> places = new ArrayList<>();
    for (Pair pair : ofGitLab ? pairsOfGitLab(host) : pairs(host)) {
      Credentials.Lookup answer = pair(pair.username(), pair.token());
      places.addAll(answer.places());
      if (answer.credential() != null) {
        return new Credentials.Lookup(answer.credential(), places);
      }
    }
    return new Credentials.Lookup(null, places);
  }

  /** Names of two variables. */
  private record Pair(String username, String token) {}

  /** Those for a host. */
  private List<Pair> pairs(String host) {
    List<Pair> pairs = new ArrayList<>();
    if (host.equals(RepositoryName.DOCKER_HUB)) {
      pairs.add(new Pair("DOCKERHUB_USERNAME", "DOCKERHUB_TOKEN"));
    }
    if (host.equals(githubRegistry())) {
      pairs.add(new Pair("GITHUB_ACTOR", "GITHUB_TOKEN"));
    }
    return pairs;
  }

  /** People set {@code CI_REGISTRY} to Docker Hub as well. */
  private List<Pair> pairsOfGitLab(String host) {
    return isGitLabRegistry(host)
        ? List.of(new Pair("CI_REGISTRY_USER", "CI_REGISTRY_PASSWORD"))
        : List.of();
  }

  /** The port belongs to it: on one host GitLab's registry is a port among others. */
  private boolean isGitLabRegistry(String host) {
    String registry = value("CI_REGISTRY");
    if (registry == null) {
      return false;
    }
    RegistryKey key = RegistryKey.parse(registry);
    return key.isWhole() && key.host().equals(host);
  }

  /**
   * The registry the token of this workflow is for: a token of GitHub Enterprise says nothing to
   * ghcr.io, it belongs to {@code containers.HOST} (<a
   * href="https://docs.github.com/en/enterprise-server@3.16/packages/working-with-a-github-packages-registry/working-with-the-container-registry">Container
   * registry, authenticating</a>).
   */
  private String githubRegistry() {
    String server = value("GITHUB_SERVER_URL");
    if (server == null) {
      return "ghcr.io";
    }
    String host = RegistryKey.parse(server).host();
    return host.isEmpty() || host.equals("github.com") ? "ghcr.io" : "containers." + host;
  }

  private Credentials.Lookup pair(String usernameVariable, String tokenVariable) {
    String username = value(usernameVariable);
    String token = value(tokenVariable);
    if (username != null && token != null) {
      return Credentials.Lookup.found(
          new Credential.Basic(username, token),
          "environment (" + usernameVariable + ", " + tokenVariable + ")");
    }
    if (username == null && token == null) {
      return Credentials.Lookup.nothing(
          "environment (" + usernameVariable + " and " + tokenVariable + " are not set)");
    }
    String there = username != null ? usernameVariable : tokenVariable;
    String missing = username != null ? tokenVariable : usernameVariable;
    return Credentials.Lookup.nothing("environment (" + there + " is set, " + missing + " is not)");
  }

  private @Nullable String value(String variable) {
    String value = environment.getOrDefault(variable, "").strip();
    return value.isEmpty() ? null : value;
  }
}
