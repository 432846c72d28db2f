package io.github.imagemaven.credentials;

/** Who we are at one host. No form of it prints its secret. */
public sealed interface Credential {

  /**
   * A user name with a password or an access token.
   *
   * @param username shown in messages
   * @param password never shown
   */
  record Basic(String username, String password) implements Credential {
    /** Whether the password begins or ends with a blank or a line break, which few do. */
    public boolean hasLooseEnds() {
      return !password.strip().equals(password);
    }

    @Override
    public String toString() {
      return username + ":***";
    }
  }

  /**
   * An identity token, exchanged for access tokens by the OAuth2 flow of the registry's token
   * server.
   *
   * @param token never shown
   */
  record IdentityToken(String token) implements Credential {
    @Override
    public String toString() {
      return "identity token ***";
    }
  }

  /**
   * A token that is sent to the registry as it is ({@code registrytoken} in a config file).
   *
   * @param token never shown
   */
  record RegistryToken(String token) implements Credential {
    @Override
    public String toString() {
      return "registry token ***";
    }
  }
}
