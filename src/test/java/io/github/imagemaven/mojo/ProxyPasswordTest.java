package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.registry.RegistryOptions.ProxyServer;
import io.github.imagemaven.report.ImageException;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** settings-security.xml is missing: Maven leaves the encrypted text and reports a problem. */
class ProxyPasswordTest {
  private static final String ENCRYPTED = "{COQLCE6DU6GtcS5P=}";

  @Test
  void whatCannotBeDecryptedIsNoPassword() {
    Proxy proxy = new Proxy();
    proxy.setActive(true);
    proxy.setProtocol("https");
    proxy.setHost("proxy.acme");
    proxy.setPort(3128);
    proxy.setUsername("bob");
    proxy.setPassword(ENCRYPTED);
    MavenSession session = TestModules.session();
    session.getRequest().setProxies(List.of(proxy));
    List<ProxyServer> proxies;
    try {
      proxies = new SettingsXml(session, request -> undecrypted(proxy)).proxies();
    } catch (ImageException e) {
      return; // said so: as good
    }
    assertThat(proxies).noneMatch(each -> ENCRYPTED.equals(each.password()));
  }

  @Test
  void aHostWithAPasswordIsNotRepeated() {
    Proxy proxy = new Proxy();
    proxy.setActive(true);
    proxy.setHost("http://bob:hunter2@proxy.acme");
    MavenSession session = TestModules.session();
    session.getRequest().setProxies(List.of(proxy));
    assertThatThrownBy(() -> new SettingsXml(session, request -> undecrypted(proxy)).proxies())
        .hasMessageContaining("settings.xml")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.acme, 3128",
    "proxy.acme/, 3128",
    "proxy.acme, 0",
    "proxy.acme, 99999",
    ", 3128"
  })
  void anAddressThatIsNoneIsRefused(String host, int port) {
    Proxy proxy = new Proxy();
    proxy.setId("acme");
    proxy.setActive(true);
    proxy.setHost(host);
    proxy.setPort(port);
    MavenSession session = TestModules.session();
    session.getRequest().setProxies(List.of(proxy));
    assertThatThrownBy(() -> new SettingsXml(session, request -> undecrypted(proxy)).proxies())
        .hasMessageContainingAll(
            "the proxy acme in settings.xml", "'" + host + "'", String.valueOf(port), "proxy.acme");
    proxy.setActive(false);
    assertThat(new SettingsXml(session, request -> undecrypted(proxy)).proxies()).isEmpty();
  }

  private static SettingsDecryptionResult undecrypted(Proxy proxy) {
    return new SettingsDecryptionResult() {
      @Override
      public Server getServer() {
        return null;
      }

      @Override
      public List<Server> getServers() {
        return List.of();
      }

      @Override
      public Proxy getProxy() {
        return proxy;
      }

      @Override
      public List<Proxy> getProxies() {
        return List.of(proxy);
      }

      @Override
      public List<SettingsProblem> getProblems() {
        return List.of(
            new DefaultSettingsProblem(
                "Failed to decrypt password",
                SettingsProblem.Severity.ERROR,
                "proxy",
                -1,
                -1,
                null));
      }
    };
  }
}
