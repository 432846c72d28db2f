package io.github.imagemaven.registry.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The token end point of an {@link InProcessRegistry} and its check of tokens.
 *
 * <p>Source: <a href="https://distribution.github.io/distribution/spec/auth/token/">Distribution,
 * token authentication</a>.
 */
final class TokenServer {
  private final RegistrySettings settings;
  private final Map<String, Set<String>> issued = new ConcurrentHashMap<>();
  private final List<List<String>> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger number = new AtomicInteger();

  TokenServer(RegistrySettings settings) {
    this.settings = settings;
  }

  /** The scopes of each token request, in the order they were written. */
  List<List<String>> asked() {
    return List.copyOf(asked);
  }

  void expireAll() {
    issued.clear();
  }

  Answer token(RecordedRequest request, byte[] body) {
    boolean post = request.method().equals("POST");
    if (post && !settings.refreshTokens) {
      return Answer.of(404);
    }
    String form = post ? new String(body, StandardCharsets.UTF_8) : request.query();
    List<String> scopes = new ArrayList<>();
    values(form, "scope").forEach(each -> scopes.addAll(Arrays.asList(each.split(" "))));
    asked.add(scopes);
    String authorization = request.header("Authorization");
    boolean known =
        post
            ? values(form, "refresh_token").contains(settings.identityToken)
                && values(form, "grant_type").contains("refresh_token")
            : authorization != null && settings.isUser(authorization);
    if (!known && (authorization != null || post || !settings.anonymousPull)) {
      return Answer.error(401, "UNAUTHORIZED", "incorrect username or password", "");
    }
    Set<String> granted = new TreeSet<>();
    for (String scope : scopes) {
      int colon = scope.lastIndexOf(':');
      for (String action : scope.substring(colon + 1).split(",")) {
        String right = scope.substring(0, colon + 1) + action;
        if (known ? settings.grants.test(right) : action.equals("pull")) {
          granted.add(right);
        }
      }
    }
    String token = "token-" + number.incrementAndGet();
    issued.put(token, granted);
    String expires =
        settings.expiresIn == null ? "" : ",\"expires_in\":" + settings.expiresIn.toSeconds();
    return Answer.of(200)
        .header("Content-Type", "application/json")
        .body("{\"%s\":\"%s\"%s}".formatted(settings.tokenField, token, expires));
  }

  /** Null where the token allows the action, else the refusal. */
  @Nullable Answer refusal(RecordedRequest request, String repository, String action) {
    String right = "repository:" + repository + ":" + action;
    String authorization = request.header("Authorization");
    String scope =
        repository.isEmpty()
            ? ""
            : ",scope=\"repository:%s:%s\""
                .formatted(repository, action.equals("push") ? "pull,push" : action);
    String challenge =
        "Bearer realm=\"%s\",service=\"%s\"%s".formatted(settings.realm, settings.service, scope);
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return unauthorized(challenge);
    }
    String token = authorization.substring("Bearer ".length());
    if (token.equals(settings.registryToken)) {
      return null;
    }
    Set<String> rights = issued.get(token);
    if (rights == null) {
      return unauthorized(challenge + ",error=\"invalid_token\"");
    }
    if (!repository.isEmpty() && !rights.contains(right)) {
      return unauthorized(challenge + ",error=\"insufficient_scope\"");
    }
    return null;
  }

  /** Whether the request's token holds this right; for mounts. */
  boolean allows(RecordedRequest request, String repository, String action) {
    return refusal(request, repository, action) == null;
  }

  private static Answer unauthorized(String challenge) {
    return Answer.error(401, "UNAUTHORIZED", "authentication required", "")
        .header("WWW-Authenticate", challenge);
  }

  static List<String> values(String form, String name) {
    List<String> values = new ArrayList<>();
    for (String pair : form.split("&")) {
      if (pair.startsWith(name + "=")) {
        values.add(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
