package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * An access token.
 *
 * <p>Source: <a
 * href="https://distribution.github.io/distribution/spec/auth/token/#token-response-fields">
 * Distribution, token response</a>: {@code token} or {@code access_token}; {@code expires_in} is 60
 * seconds where it is missing, and never less.
 *
 * @param value never shown
 * @param scopes what was asked for; a server may have given less
 * @param holder whom it was given to
 * @param freshUntil when to ask for another
 */
record Token(String value, Scopes scopes, Holder holder, Instant freshUntil) {
  private static final long LEAST_SECONDS = 60;
  private static final long MOST_SECONDS = 86_400;
  private static final Pattern HEADER = Pattern.compile("[!-~]+");

  static Token parse(byte[] body, Scopes scopes, Holder holder, Instant now) {
    ObjectNode node = Json.parseObject(body, "the token answer");
    String value = node.path("token").asText("");
    if (value.isEmpty()) {
      value = node.path("access_token").asText("");
    }
    if (value.isEmpty()) {
      throw new MalformedContentException("the token answer has neither token nor access_token");
    }
    if (!HEADER.matcher(value).matches()) {
      throw new MalformedContentException("the token has characters that no header can carry");
    }
    long seconds =
        Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, seconds(node.path("expires_in"))));
    // A quarter early, so that a token does not run out between us and the registry.
    return new Token(
        value, scopes, holder, now.plus(Duration.ofSeconds(seconds).multipliedBy(3).dividedBy(4)));
  }

  /** A number that is none, or beyond all bounds, says nothing. */
  private static long seconds(JsonNode expiresIn) {
    boolean readable =
        expiresIn.isTextual() || (expiresIn.isIntegralNumber() && expiresIn.canConvertToLong());
    return readable ? expiresIn.asLong(LEAST_SECONDS) : LEAST_SECONDS;
  }

  @Override
  public String toString() {
    return "token for " + scopes.lines();
  }
}
