package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Recheck;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.registry.VendorApi;
import io.github.imagemaven.registry.VendorApi.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One package of GitHub's packages API: where it is, and requests to it.
 *
 * <p>Source: <a href="https://docs.github.com/en/rest/packages/packages">REST API, packages</a>. A
 * user's packages are at {@code /user} for that user's own tokens, and at {@code /users/NAME} for a
 * workflow's, which are nobody's.
 */
final class GithubPackage {
  private static final Map<String, String> HEADERS =
      Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28");

  private final VendorApi api;
  private final URI root;
  private final GithubToken token;
  private final RepositoryName repository;
  private final String owner;
  private final String name;
  private @Nullable String path;
  private Quota quota = Quota.UNKNOWN;

  /**
   * @param root of the API, which a setting may have given
   */
  GithubPackage(VendorApi api, URI root, GithubToken token, RepositoryName repository) {
    this.api = api;
    this.root = root;
    this.token = token;
    this.repository = repository;
    int slash = repository.path().indexOf('/');
    this.owner = repository.path().substring(0, Math.max(slash, 0));
    this.name = repository.path().substring(slash + 1);
  }

  /**
   * Sends a request.
   *
   * @param below what follows the package's path
   * @throws CleanupException where the package cannot be found, or we are not known (401)
   */
  Answer send(String method, String below) {
    return sendTo(method, path() + below);
  }

  /**
   * Sends a DELETE.
   *
   * @param recheck asked where it has to be repeated, or to wait
   * @return empty where it may not go any more
   * @throws CleanupException as {@link #send}
   */
  Optional<Answer> delete(String below, Recheck recheck) throws IOException {
    Optional<Answer> answer = api.delete(path() + below, HEADERS, recheck);
    answer.ifPresent(this::known);
    return answer;
  }

  /** Sends a request to where an answer pointed. */
  Answer follow(String address) {
    return sendTo("GET", address);
  }

  /** What the last answer says of the limit of requests. */
  Quota quota() {
    return quota;
  }

  /** Where we may not do what was asked, or there is nothing that could be asked. */
  CleanupException refused(String what, Answer answer) {
    String found =
        repository + ": GitHub's packages API does not " + what + ", " + answer.description();
    String rights = token.rights(owner, name);
    if (answer.status() == 401) {
      return new CleanupException(
          found
              + "; GitHub did not accept the credentials: the token is wrong, has expired or was"
              + " revoked, so make a new one where that one was made and give it in its place",
          null);
    }
    if (answer.status() == 403) {
      return new CleanupException(found + "; " + rights, null);
    }
    if (answer.status() == 404) {
      return new CleanupException(
          found
              + ", which it also says where a right is missing: either "
              + owner
              + " has no package "
              + name
              + ", or the package is not linked to the workflow's repository, or the token may not"
              + " see it; "
              + rights,
          null);
    }
    if (answer.status() / 100 == 3) {
      return new CleanupException(
          found
              + "; it does so where the owner "
              + owner
              + " or the package was renamed or moved: name the new owner in image.registries ("
              + repository.host()
              + "/OWNER) and the package in image.name",
          null);
    }
    return new CleanupException(
        found + "; look at https://www.githubstatus.com and run again", null);
  }

  private Answer sendTo(String method, String address) {
    return known(api.send(method, address, HEADERS, null));
  }

  private Answer known(Answer answer) {
    quota = Quota.of(answer);
    if (answer.status() == 401) {
      throw refused("know the token for " + repository.host(), answer);
    }
    return answer;
  }

  private String path() {
    if (path == null) {
      // GitHub wants the slash of a name encoded, once; nothing else in a name needs it.
      path = home() + "/packages/container/" + name.replace("/", "%2F");
    }
    return path;
  }

  private String home() {
    if (owner.isEmpty()) {
      throw new CleanupException(
          "clean-up of " + repository + " expects OWNER/NAME, found no owner", null);
    }
    Answer answer = whoIs(owner);
    String type = text(answer, "type");
    if (answer.isSuccessful() && type.equals("Organization")) {
      return "/orgs/" + owner;
    }
    if (answer.isSuccessful() && type.equals("User")) {
      return isOurs() ? "/user" : "/users/" + owner;
    }
    if (answer.isSuccessful() || answer.status() == 404) {
      throw new CleanupException(
          "clean-up of "
              + repository
              + " expects the name of an organization or a user of GitHub before the first slash;"
              + " GitHub knows no such "
              + owner
              + (repository.host().equals(VendorHosts.GHCR)
                  ? "; look whether its name is right"
                  : ". If "
                      + repository.host()
                      + " is of GitHub Enterprise, give its API: -D"
                      + VendorHosts.SETTING
                      + "="
                      + repository.host()
                      + "=https://HOST/api/v3"),
          null);
    }
    throw refused("say who " + owner + " is", answer);
  }

  /** The first question, to what need not be GitHub's API where a setting says where that is. */
  private Answer whoIs(String owner) {
    try {
      return sendTo("GET", "/users/" + owner);
    } catch (RegistryException e) {
      if (root.equals(VendorHosts.GITHUB_API)) {
        throw e;
      }
      throw new CleanupException(
          e.getMessage()
              + " Expected GitHub's REST API at "
              + root
              + ": look whether "
              + VendorHosts.SETTING
              + " (or GITHUB_API_URL, where the setting does not name "
              + repository.host()
              + ") says where it is, such as https://HOST/api/v3",
          e);
    }
  }

  /** A workflow's token is refused at {@code /user}, so it does not ask. */
  private boolean isOurs() {
    if (token.isOfWorkflow()) {
      return false;
    }
    Answer answer = sendTo("GET", "/user");
    return answer.isSuccessful() && text(answer, "login").equalsIgnoreCase(owner);
  }

  private static String text(Answer answer, String field) {
    JsonNode body = answer.body();
    return body == null ? "" : body.path(field).asText();
  }
}
