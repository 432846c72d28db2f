package io.github.imagemaven.mojo;

import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/**
 * Servers and proxies of settings.xml, decrypted one by one, so that an entry that cannot be
 * decrypted troubles only who needs it.
 */
final class SettingsXml {
  private final MavenSession session;
  private final SettingsDecrypter decrypter;

  SettingsXml(MavenSession session, SettingsDecrypter decrypter) {
    this.session = session;
    this.decrypter = decrypter;
  }

  /** All servers, in their order. */
  List<io.github.imagemaven.credentials.SettingsServers.Server> servers() {
    List<io.github.imagemaven.credentials.SettingsServers.Server> servers = new ArrayList<>();
    for (Server server : session.getSettings().getServers()) {
      SettingsDecryptionResult result =
          decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
      Server decrypted = result.getServer();
      servers.add(
          new io.github.imagemaven.credentials.SettingsServers.Server(
              server.getId(), decrypted.getUsername(), decrypted.getPassword(), problem(result)));
    }
    return servers;
  }

  private static @Nullable String problem(SettingsDecryptionResult result) {
    for (SettingsProblem problem : result.getProblems()) {
      if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
        return problem.getMessage();
      }
    }
    return null;
  }

  /** The active proxies, in their order. */
  List<ProxyServer> proxies() {
    List<ProxyServer> proxies = new ArrayList<>();
    for (Proxy proxy : session.getSettings().getProxies()) {
      if (proxy.isActive()) {
        Proxy decrypted = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy)).getProxy();
        String exceptions = proxy.getNonProxyHosts();
        proxies.add(
            new ProxyServer(
                proxy.getProtocol(),
                proxy.getHost(),
                proxy.getPort(),
                decrypted.getUsername(),
                decrypted.getPassword(),
                exceptions == null ? List.of() : List.of(exceptions.split("[|,\\s]+"))));
      }
    }
    return proxies;
  }
}
