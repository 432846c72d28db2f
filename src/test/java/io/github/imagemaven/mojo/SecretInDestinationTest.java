package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code user:password@host}, wherever an address is written. */
class SecretInDestinationTest {
  private static Settings settings(String setting, String value) {
    Map<String, String> defaults =
        new HashMap<>(Map.of("name", "shop", "registries", "", "optionalRegistries", ""));
    defaults.putAll(Map.of("mirror", "", "from", "", "insecureRegistries", ""));
    defaults.putAll(Map.of("retry.attempts", "3", "retry.delay", "10s"));
    Properties project = new Properties();
    project.setProperty("image." + setting, value);
    return new Settings(defaults, Map.of(), new Properties(), project);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://bob:hunter2@ghcr.io/acme | write ghcr.io/acme alone",
        "bob:hunter2@ghcr.io/acme | the id ghcr.io)",
        "https://bob:hunter2@nexus | the id host[:port])",
        "bob:hunter2@nexus | credentials",
        "bob:hunter2@[::1]:5000 | write [::1]:5000 alone",
        "bob:hunter2@nexus/team | credentials",
        "bob:hunt@er2@nexus:5000 | write nexus:5000 alone",
        "bob:hunter2,x@nexus:5000 | write nexus:5000 alone",
        "ghcr.io/acme,bob:x,hunter2@nexus:5000/a,docker.io/b | write nexus:5000/a alone",
        "hunter2@ghcr.io/acme | write ghcr.io/acme alone",
        "hunter2@nexus | write what stands behind them alone",
        "hunter2@nexus/team | write what stands behind them alone",
        "oci:bob:hunter2@nexus | credentials",
        "oci:https://bob:hunter2@nexus/r | credentials",
      })
  void aPasswordInAnAddressIsNotRepeated(String registry, String said) {
    for (String setting : new String[] {"registries", "optionalRegistries"}) {
      assertThatThrownBy(() -> DestinationName.of(settings(setting, registry)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("image." + setting, said)
          .hasMessageNotContaining("hunter2")
          .hasMessageNotContaining("er2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob:HUNTER2@nexus/team", "bob:x,HUNTER2@nexus/team"})
  void norIsItForItsCapitals(String registry) {
    assertThat(Destinations.withCapitals(settings("registries", registry))).isEmpty();
    assertThat(Destinations.withCapitals(settings("registries", "ghcr.io/Acme,quay.io/a")))
        .containsExactly("ghcr.io/Acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://bob:hunter2@mirror.acme", "bob:hunter2@mirror/hub"})
  void norIsOneOfAMirror(String mirror) {
    assertThatThrownBy(() -> Mirror.of(settings("mirror", mirror)))
        .hasMessageContaining("image.mirror")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob:hunter2@nexus",
        "hunter2@nexus",
        "https://bob:hunter2@nexus/jre:21",
        "bob:hunter2@[::1]:5000/jre",
        "oci:bob:hunter2@nexus",
        "oci:https://bob:hunter2@nexus/jre",
      })
  void norIsOneOfABase(String from) {
    MavenProject module = new MavenProject(new Model());
    assertThatThrownBy(() -> BuildRequests.base(settings("from", from), module, null))
        .hasMessageContaining("image.from")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob:hunter2@nexus", "https://bob:1,hunter2@nexus:5000/"})
  void norIsOneOfAnInsecureRegistry(String hosts) {
    SettingsXml none = new SettingsXml(TestModules.session(), request -> null);
    assertThatThrownBy(() -> Connections.options(settings("insecureRegistries", hosts), none, "1"))
        .hasMessageContaining("image.insecureRegistries")
        .hasMessageNotContaining("hunter2");
  }

  /** A digest is none, nor is a folder's name, as Jenkins has them. */
  @Test
  void whatOnlyHasAnAtSignIsTakenAsItIs() {
    String digest = "sha256:" + "ab".repeat(32);
    MavenProject module = new MavenProject(new Model());
    module.setFile(Path.of("/p/pom.xml").toFile());
    assertThat(BuildRequests.base(settings("from", "ghcr.io:443/jre:21@" + digest), module, null))
        .hasToString("ghcr.io:443/jre:21@" + digest);
    for (String folder :
        new String[] {"oci:/w/a:b@2/r", "oci:../job@2", "oci:C:\\job@2", "oci:a@2"}) {
      assertThat(DestinationName.of(settings("registries", folder)).get(0).text())
          .startsWith(folder);
    }
  }
}
