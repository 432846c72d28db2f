package io.github.imagemaven.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One entry of {@code auths}. */
final class AuthEntry {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

  /** Line ends of {@code echo user:password | base64}, and the NULs docker once padded with. */
  private static final Pattern TRAILING = Pattern.compile("[\\r\\n\\x00]+$");

  private final Path file;
  private final String key;
  private final ObjectNode entry;

  AuthEntry(Path file, String key, ObjectNode entry) {
    this.file = file;
    this.key = key;
    this.entry = entry;
  }

  /**
   * In docker's order: a token for the registry, an identity token, {@code auth}, then {@code
   * username} and {@code password}.
   *
   * @return null where the entry is empty, as docker leaves it beside a helper
   * @throws CredentialException where it is there and not to be understood
   */
  @Nullable Credential credential() {
    String registryToken = text("registrytoken");
    if (!registryToken.isEmpty()) {
      return new Credential.RegistryToken(registryToken);
    }
    String identityToken = text("identitytoken");
    if (!identityToken.isEmpty()) {
      return new Credential.IdentityToken(identityToken);
    }
    String auth = text("auth");
    return auth.isEmpty() ? basic(text("username"), text("password")) : decode(auth);
  }

  private @Nullable Credential decode(String auth) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(WHITE_SPACE.matcher(auth).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw malformed("auth is not valid base64");
    }
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw malformed("auth is not the base64 of user:password, it has no colon");
    }
    return basic(
        decoded.substring(0, colon),
        TRAILING.matcher(decoded.substring(colon + 1)).replaceFirst(""));
  }

  private @Nullable Credential basic(String username, String password) {
    if (username.isEmpty() && password.isEmpty()) {
      return null;
    }
    if (username.isEmpty() || password.isEmpty()) {
      throw malformed("it has no " + (username.isEmpty() ? "user name" : "password"));
    }
    return CredentialHelper.credential(username, password);
  }

  private String text(String name) {
    JsonNode node = entry.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    throw malformed(name + " should be a string");
  }

  private CredentialException malformed(String what) {
    return new CredentialException(
        "Credentials file "
            + file
            + ", entry "
            + key
            + ": "
            + what
            + ". Log in to "
            + RegistryKey.parse(key).host()
            + " again (docker login or podman login).",
        null);
  }
}
