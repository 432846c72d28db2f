package io.github.imagemaven.cleanup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.Recheck;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.VendorApi;
import io.github.imagemaven.registry.VendorApi.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Docker Hub's API for one repository, with the token that it gives for a password.
 *
 * <p>Source: <a href="https://docs.docker.com/reference/api/hub/latest/">Docker Hub API</a>; rights
 * are those of <a href="https://docs.docker.com/enterprise/security/access-tokens/">organization
 * access tokens</a> and <a href="https://docs.docker.com/security/access-tokens/">personal
 * ones</a>.
 */
final class HubApi {
  /** What is missing, and where it is given; the end of a sentence. */
  static final String RIGHTS =
      "use a personal access token with 'Read, Write, Delete' (Docker Hub, Account settings,"
          + " Personal access tokens) of somebody who may administer the repository, or an"
          + " organization access token with Image pull, Image push, Image delete, Tag read and Tag"
          + " admin (scope-image-delete, scope-tag-admin) for it, and the organization's name as"
          + " user";

  private static final String UNKNOWN =
      "it did not accept the credentials: look whether the user name is right, and whether the"
          + " token has expired or was removed (Docker Hub, Account settings, Personal access"
          + " tokens)";

  private final RegistryClient client;
  private final RepositoryName repository;
  private final URI root;
  private @Nullable VendorApi api;
  private Quota quota = Quota.UNKNOWN;

  /** Sends nothing. */
  HubApi(RegistryClient client, RepositoryName repository, URI root) {
    this.client = client;
    this.repository = repository;
    this.root = root;
  }

  /**
   * Sends a request; where the token is not valid any more, with a new one.
   *
   * @throws CleanupException where Docker Hub does not know us
   */
  Answer send(String method, String address) {
    if (api == null) {
      api = logIn();
    }
    Answer answer = api.send(method, address, Map.of(), null);
    if (answer.status() == 401) {
      api = logIn();
      answer = api.send(method, address, Map.of(), null);
    }
    return known(answer);
  }

  private Answer known(Answer answer) {
    quota = Quota.of(answer);
    if (answer.status() == 401) {
      throw refused("take the token that it gave", answer);
    }
    return answer;
  }

  /**
   * Sends a DELETE; where the token is not valid any more, with a new one.
   *
   * @param recheck asked where it has to be repeated, or to wait
   * @return empty where it may not go any more
   * @throws CleanupException as {@link #send}
   */
  Optional<Answer> delete(String address, Recheck recheck) throws IOException {
    if (api == null) {
      api = logIn();
    }
    Optional<Answer> answer = api.delete(address, Map.of(), recheck);
    if (answer.isPresent() && answer.get().status() == 401) {
      api = logIn();
      answer = recheck.mayStillGo() ? api.delete(address, Map.of(), recheck) : Optional.empty();
    }
    answer.ifPresent(this::known);
    return answer;
  }

  /** What the last answer says of the limit of requests. */
  Quota quota() {
    return quota;
  }

  /** Where we may not do what was asked. */
  CleanupException refused(String what, Answer answer) {
    return new CleanupException(
        repository
            + ": Docker Hub does not "
            + what
            + ", "
            + answer.description()
            + "; "
            + (answer.status() == 401 ? UNKNOWN : RIGHTS),
        null);
  }

  private VendorApi logIn() {
    Credential.Basic who = credential();
    JsonNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("identifier", who.username())
            .put("secret", who.password());
    Answer answer =
        client.vendorApi(root, Optional.empty()).send("POST", "/v2/auth/token", Map.of(), request);
    JsonNode body = answer.body();
    String token = body == null ? "" : body.path("access_token").asText();
    if (!answer.isSuccessful() || token.isEmpty()) {
      throw refused("give " + who.username() + " a token for its API", answer);
    }
    return client.vendorApi(root, Optional.of("Bearer " + token));
  }

  private Credential.Basic credential() {
    Optional<Credential> found = client.credential(repository.host());
    if (found.isPresent() && found.get() instanceof Credential.Basic basic) {
      return basic;
    }
    throw new CleanupException(
        "clean-up of "
            + repository
            + " needs a user name and a token for Docker Hub, found "
            + found.map(Credential::toString).orElse("none")
            + "; set DOCKERHUB_USERNAME and DOCKERHUB_TOKEN, or use docker login, and "
            + RIGHTS,
        null);
  }
}
