package io.github.imagemaven.credentials;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a credential can be sent as it is: a line break that was copied with it is found here,
 * where it is known where it came from, and not as a refusal by the registry.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc7617#section-2">RFC 7617, 2</a>: neither
 * user name nor password has a control character, and the user name no colon; but Google's password
 * is a JSON file of several lines (<a
 * href="https://cloud.google.com/artifact-registry/docs/docker/authentication#json-key">Artifact
 * Registry, service account key</a>), so line breaks and tabs in a password are left; <a
 * href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, 2.1</a>: a token is ASCII.
 */
final class Sendable {
  private Sendable() {}

  /**
   * Refuses one that cannot.
   *
   * @param places where was looked, the last has it
   * @throws CredentialException naming the host, the place and the character, never the secret
   */
  static void check(String host, Credential credential, List<String> places) {
    String problem = problem(credential);
    if (problem != null) {
      throw new CredentialException(
          "Credentials for "
              + host
              + " from "
              + (places.isEmpty() ? "an unnamed place" : places.get(places.size() - 1))
              + " cannot be sent: "
              + problem
              + ". Mostly a line break or a blank was copied with it: store it again without.",
          null);
    }
  }

  private static @Nullable String problem(Credential credential) {
    if (credential instanceof Credential.Basic basic) {
      String username = control("the user name", basic.username(), "");
      if (username == null && basic.username().indexOf(':') >= 0) {
        return "the user name has a colon, which would end it";
      }
      return username != null ? username : control("the password", basic.password(), "\r\n\t");
    }
    return credential instanceof Credential.IdentityToken identity
        ? control("the identity token", identity.token(), "")
        : notAscii("the registry token", ((Credential.RegistryToken) credential).token());
  }

  private static @Nullable String control(String what, String text, String but) {
    return text.chars()
        .filter(character -> Character.isISOControl(character) && but.indexOf(character) < 0)
        .mapToObj(character -> has(what, character, "a control character"))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String notAscii(String what, String text) {
    return text.chars()
        .filter(character -> character < ' ' || character > '~')
        .mapToObj(character -> has(what, character, "a character that no header can carry"))
        .findFirst()
        .orElse(null);
  }

  /** Only what nobody's secret consists of is named by its number. */
  private static String has(String what, int character, String kind) {
    return Character.isISOControl(character)
        ? "%s has %s (U+%04X)".formatted(what, kind, character)
        : what + " has " + kind;
  }
}
