package io.github.imagemaven.build.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * Our credentials in the form that engines read, in a file of its own, so that nobody's own file is
 * touched and nothing secret is among a process's arguments.
 *
 * <p>Source: containers/image, {@code containers-auth.json(5)}.
 */
public final class AuthFile {
  private AuthFile() {}

  /**
   * Writes one.
   *
   * @param folder that nobody but this user may read
   * @param credentials by host as in a reference; a token that is no identity token has no form
   *     there
   */
  public static Path write(Path folder, Map<String, Credential> credentials) throws IOException {
    ObjectNode root = Json.object();
    put(credentials, root.putObject("auths"));
    Path file = Files.createTempFile(folder, "auth", ".json"); // which is made with mode 600
    return Files.write(file, Json.bytes(root));
  }

  /** Puts them into the object {@code auths} of such a file. */
  static void put(Map<String, Credential> credentials, ObjectNode auths) {
    for (Map.Entry<String, Credential> entry : credentials.entrySet()) {
      if (entry.getValue() instanceof Credential.Basic basic) {
        auths
            .putObject(entry.getKey())
            .put("auth", encoded(basic.username() + ":" + basic.password()));
      } else if (entry.getValue() instanceof Credential.IdentityToken token) {
        auths
            .putObject(entry.getKey())
            .put("auth", encoded("<token>:"))
            .put("identitytoken", token.token());
      } else {
        throw new IllegalArgumentException("no form for the credential of " + entry.getKey());
      }
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
