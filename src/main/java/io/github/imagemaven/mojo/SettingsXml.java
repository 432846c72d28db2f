package io.github.imagemaven.mojo;

import io.github.imagemaven.credentials.CredentialException;
import io.github.imagemaven.credentials.SettingsServers;
import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/**
 * Servers and proxies of settings.xml, decrypted one by one: a server that cannot be decrypted
 * troubles only who needs it, a proxy, which stands before every host, whoever goes out.
 */
final class SettingsXml {
  private final MavenSession session;
  private final SettingsDecrypter decrypter;

  SettingsXml(MavenSession session, SettingsDecrypter decrypter) {
    this.session = session;
    this.decrypter = decrypter;
  }

  /** All servers, in their order. */
  List<SettingsServers.Server> servers() {
    List<SettingsServers.Server> servers = new ArrayList<>();
    for (Server server : session.getSettings().getServers()) {
      SettingsDecryptionResult result = decrypted(new DefaultSettingsDecryptionRequest(server));
      Server decrypted = result.getServer();
      servers.add(
          new SettingsServers.Server(
              server.getId(), decrypted.getUsername(), decrypted.getPassword(), problem(result)));
    }
    return servers;
  }

  /**
   * One at a time in all of Maven: the cipher of older ones, 3.6.3 among them, shares a digest
   * under way between threads, so that modules built at once (-T) would now and then be refused a
   * good password.
   */
  private SettingsDecryptionResult decrypted(SettingsDecryptionRequest request) {
    synchronized (SettingsDecrypter.class) {
      return decrypter.decrypt(request);
    }
  }

  private static @Nullable String problem(SettingsDecryptionResult result) {
    for (SettingsProblem problem : result.getProblems()) {
      if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
        return problem.getMessage();
      }
    }
    return null;
  }

  /**
   * The active proxies, in their order.
   *
   * @throws ConfigurationException where one's host is none, or has credentials in it, or its port
   *     is none
   * @throws CredentialException where one's password could not be decrypted; Maven leaves the
   *     encrypted text in its place then
   */
  List<ProxyServer> proxies() {
    List<ProxyServer> proxies = new ArrayList<>();
    for (Proxy proxy : session.getSettings().getProxies()) {
      if (proxy.isActive()) {
        proxies.add(decrypted(proxy));
      }
    }
    return proxies;
  }

  private static void checkAddress(Proxy proxy) {
    String host = proxy.getHost();
    boolean isHost = host != null && !host.isBlank() && !host.contains("/");
    if (!isHost || proxy.getPort() < 1 || proxy.getPort() > 65535) {
      throw new ConfigurationException(
          "the proxy %s in settings.xml has the <host> '%s' and the <port> %d: expected the name or address alone, such as proxy.acme, and a port between 1 and 65535"
              .formatted(proxy.getId(), String.valueOf(host), proxy.getPort()));
    }
  }

  private ProxyServer decrypted(Proxy proxy) {
    if (proxy.getHost() != null && proxy.getHost().contains("@")) {
      throw new ConfigurationException(
          "the <host> of the proxy "
              + proxy.getId()
              + " in settings.xml has an '@' and is not repeated, it may hold a password: write the"
              + " host alone, and <username> and <password> beside it");
    }
    checkAddress(proxy);
    SettingsDecryptionResult result = decrypted(new DefaultSettingsDecryptionRequest(proxy));
    String problem = problem(result);
    if (problem != null && SettingsServers.isUnresolved(proxy.getPassword())) {
      throw new CredentialException(
          "The proxy "
              + proxy.getId()
              + " in settings.xml has the password "
              + proxy.getPassword()
              + ", which is not set. Set it in the environment, or take the password out.",
          null);
    }
    if (problem != null) {
      throw new CredentialException(
          "The password of the proxy "
              + proxy.getId()
              + " in settings.xml could not be decrypted: "
              + problem
              + ". Check that ~/.m2/settings-security.xml is the one it was encrypted with, or"
              + " encrypt it again (mvn --encrypt-password).",
          null);
    }
    String exceptions = proxy.getNonProxyHosts();
    return new ProxyServer(
        proxy.getProtocol(),
        proxy.getHost(),
        proxy.getPort(),
        result.getProxy().getUsername(),
        result.getProxy().getPassword(),
        exceptions == null ? List.of() : List.of(exceptions.split("[|,\\s]+")));
  }
}
