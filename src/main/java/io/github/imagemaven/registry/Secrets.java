package io.github.imagemaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.credentials.Credential;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What we sent to a host and its token server so that they know us. Servers and gateways before
 * them repeat in a refusal what they were sent; what they say is shown without it.
 */
final class Secrets {
  /** A shorter one is no secret, and replacing it would leave no text to read. */
  private static final int SHORTEST = 4;

  private static final String HIDDEN = "***";

  /** A header that somebody repeats, whoever's it is. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(authorization\\W{1,5}(?:basic|bearer)\\s+)[^\\s\"',;]+", Pattern.CASE_INSENSITIVE);

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Notes what is sent of a credential, in every form that it takes on its way. */
  void sent(Credential credential) {
    if (credential instanceof Credential.Basic basic) {
      add(basic.password());
      add(Authorizer.basicHeader(basic).substring("Basic ".length()));
    } else if (credential instanceof Credential.IdentityToken identity) {
      add(identity.token());
      String header = Authorizer.basicHeader(TokenEndpoint.asBasic(identity));
      add(header.substring("Basic ".length()));
    } else if (credential instanceof Credential.RegistryToken token) {
      add(token.token());
    }
  }

  /** Notes a token that a token server gave us. */
  void sent(Token token) {
    add(token.value());
  }

  /** Notes what a header {@code Authorization} has, also what is in it under Base64. */
  void sent(String authorization) {
    String value = authorization.substring(authorization.indexOf(' ') + 1).strip();
    add(value);
    if (authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
      try {
        String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        add(pair);
        add(pair.substring(pair.indexOf(':') + 1));
      } catch (IllegalArgumentException e) {
        return; // no Base64, and nothing in it
      }
    }
  }

  /** Notes what a body that we send has under names that secrets have. */
  void sent(JsonNode body) {
    for (String name : List.of("secret", "password", "token")) {
      body.findValues(name).stream().filter(JsonNode::isTextual).forEach(s -> add(s.textValue()));
    }
  }

  private void add(String secret) {
    if (secret.length() >= SHORTEST) {
      known.add(secret);
      known.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }
  }

  /** A server's words without what we sent. */
  String hide(String text) {
    String shown = HEADER.matcher(text).replaceAll("$1" + HIDDEN);
    // The longest first: one may be part of another.
    List<String> secrets =
        known.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    for (String secret : secrets) {
      shown = shown.replace(secret, HIDDEN);
    }
    return shown;
  }
}
