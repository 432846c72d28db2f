package io.github.imagemaven.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token was given to, to be told from others and for nothing else: what the credential's
 * secret is cannot be read from it.
 *
 * @param digest of the credential; empty of nobody
 */
record Holder(String digest) {
  static Holder of(@Nullable Credential credential) {
    if (credential == null) {
      return new Holder("");
    }
    // No user name has a line feed: which credentials can be sent has been checked.
    String all =
        credential instanceof Credential.Basic basic
            ? "basic\n" + basic.username() + "\n" + basic.password()
            : credential instanceof Credential.IdentityToken identity
                ? "identity\n" + identity.token()
                : "registry\n" + ((Credential.RegistryToken) credential).token();
    return new Holder(Digest.ofBytes(all.getBytes(UTF_8)).toString());
  }
}
