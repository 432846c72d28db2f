package io.github.imagemaven.credentials;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers of settings.xml, by id: {@code <id>ghcr.io</id>}, {@code <id>localhost:5000</id>},
 * and for Docker Hub any of its names.
 *
 * <p>A host with a port takes the server that names the port; where there is none, the one that
 * names the host alone, as Jib does: {@code localhost} serves {@code localhost:5000}. Never the
 * other way round, a server for one port is for that port.
 */
public final class SettingsServers implements CredentialSource {
  /** Maven leaves an expression in place whose variable or property is not set. */
  private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{[^}]+\\}");

  private static final Pattern PORT = Pattern.compile(":[0-9]+$");

  private final List<Server> servers;

  /**
   * @param servers decrypted, in the order of settings.xml
   */
  public SettingsServers(List<Server> servers) {
    this.servers = List.copyOf(servers);
  }

  @Override
  public Credentials.Lookup find(String host) {
    String hostAlone = PORT.matcher(host).replaceFirst("");
    Server server = named(host);
    if (server == null) {
      server = named(hostAlone);
    }
    if (server == null) {
      String ids = host.equals(hostAlone) ? host : host + " or " + hostAlone;
      return Credentials.Lookup.nothing("settings.xml (no server with id " + ids + ")");
    }
    return use(server);
  }

  /** An id spelled just so wins over another spelling of the same host. */
  private @Nullable Server named(String host) {
    Server other = null;
    for (Server server : servers) {
      if (server.id().equals(host)) {
        return server;
      }
      RegistryKey key = RegistryKey.parse(server.id());
      if (other == null && key.isWhole() && key.host().equals(host)) {
        other = server;
      }
    }
    return other;
  }

  private static Credentials.Lookup use(Server server) {
    String place = "settings.xml (server " + server.id() + ")";
    String username = server.username();
    String password = server.password();
    // Asked first: Maven takes the braces of ${env.NAME} for those of an encrypted password.
    if (isUnresolved(username) || isUnresolved(password)) {
      String expression = isUnresolved(username) ? username : password;
      return Credentials.Lookup.nothing(
          "settings.xml (server " + server.id() + ": " + expression + " is not set)");
    }
    if (server.problem() != null) {
      throw new CredentialException(
          "The password of server "
              + server.id()
              + " in settings.xml could not be decrypted: "
              + server.problem()
              + ". Check that ~/.m2/settings-security.xml is the one it was encrypted with, or"
              + " encrypt it again (mvn --encrypt-password).",
          null);
    }
    if (isEmpty(username) && isEmpty(password)) {
      return Credentials.Lookup.nothing(
          "settings.xml (server " + server.id() + " has neither username nor password)");
    }
    if (username == null || password == null || isEmpty(username) || isEmpty(password)) {
      String there = isEmpty(username) ? "password" : "username";
      String missing = isEmpty(username) ? "username" : "password";
      throw new CredentialException(
          "Server %s in settings.xml has a %s and no %s. Add <%s>, or remove the server."
              .formatted(server.id(), there, missing, missing),
          null);
    }
    return Credentials.Lookup.found(new Credential.Basic(username, password), place);
  }

  /** Whether a value is an expression that Maven has left in place: {@code ${env.NAME}}. */
  public static boolean isUnresolved(@Nullable String value) {
    return value != null && UNRESOLVED.matcher(value.strip()).matches();
  }

  private static boolean isEmpty(@Nullable String value) {
    return value == null || value.isBlank();
  }

  /**
   * A server.
   *
   * @param id as in settings.xml
   * @param username null where it has none
   * @param password in clear, null where it has none; never shown
   * @param problem why the password could not be decrypted, without the password; null where
   *     nothing went wrong
   */
  public record Server(
      String id, @Nullable String username, @Nullable String password, @Nullable String problem) {
    @Override
    public String toString() {
      return "server " + id;
    }
  }
}
