package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;

/** What to write where, so that a host gets its credentials. */
final class Advice {
  private static final String GHCR = "ghcr.io";

  private Advice() {}

  /** The ways to give credentials for a host, shortest first. */
  static String credentialsFor(String host) {
    String login = ("run 'docker login " + loginName(host)).strip() + "'";
    String server =
        "put <server><id>%s</id><username>NAME</username><password>TOKEN</password></server> into settings.xml"
            .formatted(host);
    return "Give them in one of these ways: " + login + "; or " + server + environment(host) + ".";
  }

  /** What a workflow has to say for a host that it has a pair of environment variables for. */
  private static String environment(String host) {
    return switch (host) {
      case GHCR ->
          "; or set GITHUB_ACTOR and GITHUB_TOKEN (in a GitHub workflow: 'env: {GITHUB_TOKEN: \"${{"
              + " secrets.GITHUB_TOKEN }}\"}' and 'permissions: {packages: write}')";
      case RepositoryName.DOCKER_HUB ->
          "; or set DOCKERHUB_USERNAME and DOCKERHUB_TOKEN (in a GitHub workflow: 'env:"
              + " {DOCKERHUB_USERNAME: \"${{ vars.DOCKERHUB_USERNAME }}\", DOCKERHUB_TOKEN: \"${{"
              + " secrets.DOCKERHUB_TOKEN }}\"}')";
      default -> "";
    };
  }

  /** What to look at where the credentials are right and do not suffice. */
  static String rightsFor(RepositoryName repository) {
    return switch (repository.host()) {
      case GHCR ->
          "A workflow's token needs 'permissions: {packages: write}' and the package must give its"
              + " repository write access (package settings, Manage Actions access); a personal"
              + " token must be a classic one with write:packages.";
      case RepositoryName.DOCKER_HUB ->
          "The access token needs Read & Write, and the account must belong to '%s'."
              .formatted(
                  repository
                      .path()
                      .substring(
                          0,
                          repository.path().indexOf('/') < 0
                              ? repository.path().length()
                              : repository.path().indexOf('/')));
      default -> "Give the account the right to push there, or use another account.";
    };
  }

  private static String loginName(String host) {
    // Without an argument docker logs in to Docker Hub, under the key its tools look for.
    return host.equals(RepositoryName.DOCKER_HUB) ? "" : host;
  }
}
