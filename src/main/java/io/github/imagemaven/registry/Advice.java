package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import java.util.Set;
import okhttp3.Response;

/** What to do where a host does not know us or refuses. */
final class Advice {
  private static final String GHCR = "ghcr.io";

  /**
   * Naming one permission takes all others away, and then a private repository's checkout fails.
   */
  private static final String PERMISSIONS = "permissions: {contents: read, packages: write}";

  private Advice() {}

  /** The ways to give credentials for a host, shortest first. */
  static String credentialsFor(String host) {
    String login = ("run 'docker login " + loginName(host)).strip() + "'";
    String server =
        "put <server><id>%s</id><username>NAME</username><password>TOKEN</password></server> into <servers> of settings.xml"
            .formatted(host);
    return "Give them in one of these ways: " + login + "; or " + server + environment(host) + ".";
  }

  /** What a workflow has to say for a host that it has a pair of environment variables for. */
  private static String environment(String host) {
    return switch (host) {
      case GHCR ->
          "; or set GITHUB_ACTOR and GITHUB_TOKEN (in a GitHub workflow: 'env: {GITHUB_TOKEN: \"${{"
              + " secrets.GITHUB_TOKEN }}\"}' and '"
              + PERMISSIONS
              + "')";
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
          "A workflow's token needs '"
              + PERMISSIONS
              + "' and the package must give its repository write access (package settings, Manage"
              + " Actions access); a personal token must be a classic one with write:packages.";
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

  /** {@link #rightsFor} where it was a deletion that was refused. */
  static String deletionRightsFor(RepositoryName repository) {
    return switch (repository.host()) {
      case RepositoryName.DOCKER_HUB ->
          "The access token needs Read, Write, Delete, and the account must be allowed to delete in"
              + " that repository. Docker Hub gives the same answer for what a tag or another image"
              + " still refers to, and it cannot be told here which of the two this is.";
      default ->
          "What is missing is most likely the right to delete: give it to the account there, or use"
              + " another account.";
    };
  }

  private static String loginName(String host) {
    // Without an argument docker logs in to Docker Hub, under the key its tools look for.
    return host.equals(RepositoryName.DOCKER_HUB) ? "" : host;
  }

  /** What to do after a refusal that is not about credentials; begins with a blank, or empty. */
  static String after(RepositoryName repository, Response response, ErrorBody body) {
    if (response.code() == 413) {
      return " It is larger than "
          + repository.host()
          + ", or a proxy before it, accepts: raise the limit there, or make it smaller.";
    }
    boolean reads = Set.of("GET", "HEAD").contains(response.request().method());
    if (response.code() == 405 && !reads) {
      return " "
          + repository.host()
          + " does not take pushes there: most likely it is read-only, or a mirror (pull-through"
          + " cache) of another registry. Name the registry itself in image.registries, or one"
          + " that takes pushes, or have writing switched on there.";
    }
    if (response.code() == 412) {
      return " The registry's policy forbids that this image is pulled, as Harbor's does where its"
          + " scanner has found a vulnerability or has not looked yet: use another image, or change"
          + " the policy of the project there.";
    }
    if (body.has("NAME_INVALID")) {
      return " The registry does not accept the name '"
          + repository.path()
          + "': change image.registries or image.name.";
    }
    if (body.has("NAME_UNKNOWN") || response.code() == 404) {
      return " The repository may have to be created there first, or its name is wrong.";
    }
    if (body.has("DIGEST_INVALID")) {
      return " The bytes that arrived are not those of the digest: the local content or something"
          + " on the way changed them.";
    }
    return "";
  }
}
