package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.report.ConfigurationException;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host in a form in which it can never be met: the run then fails at TLS, and nobody knows why.
 */
class InsecureHostFormTest {
  @ParameterizedTest
  @ValueSource(strings = {"http://reg.acme:5000", "reg.acme:5000/", "reg.acme/team", "reg acme"})
  void isRefused(String written) {
    assertThatThrownBy(() -> options(written))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.insecureRegistries");
  }

  @Test
  void aHostWithCapitalsIsTheSameHost() {
    assertThat(options("Reg.Acme:5000, reg.acme:5000, [FD00::2]:80").insecureHosts())
        .containsExactlyInAnyOrder("reg.acme:5000", "[fd00::2]:80");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() -> options("a/b", "10"))
        .hasMessageContainingAll("image.insecureRegistries 'a/b'", "image.retry.delay '10'");
  }

  private static RegistryOptions options(String written) {
    return options(written, "10s");
  }

  private static RegistryOptions options(String written, String delay) {
    MavenSession session = TestModules.session();
    session.getRequest().setProxies(java.util.List.of());
    Properties project = new Properties();
    project.setProperty("image.insecureRegistries", written);
    Settings settings =
        new Settings(
            Map.of("retry.attempts", "3", "retry.delay", delay, "insecureRegistries", ""),
            Map.of(),
            new Properties(),
            project);
    SettingsXml none = new SettingsXml(session, request -> null);
    return Connections.options(settings, none, "1");
  }
}
