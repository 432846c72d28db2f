package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/**
 * A property that a plugin of an earlier phase sets (the commit's id, a build number, the parts of
 * the version), named in a setting. The POM was interpolated before; Maven resolves it in every
 * parameter of every goal.
 */
class LatePropertyTest {
  @Test
  void isKnownWhereTheModuleHasIt() {
    Properties project = new Properties();
    project.setProperty("image.tag", "1.2-${buildNumber}");
    project.setProperty("buildNumber", "77");
    Settings settings = new Settings(Map.of("tag", "1.2"), Map.of(), new Properties(), project);
    assertThat(settings.text("tag")).isEqualTo("1.2-77");
  }

  /** On the command line nobody puts in what a POM calls {@code project.…}. */
  @Test
  void theCommandLineMayNameTheProject() {
    MavenProject module = new MavenProject(new Model());
    module.setVersion("1.2");
    Properties user = new Properties();
    user.setProperty("image.tag", "${project.version}-rc");
    Settings settings =
        new Settings(
            Map.of("tag", "1.2"),
            Map.of(),
            user,
            new Properties(),
            Interpolation.names(module, TestModules.session()));
    assertThat(settings.text("tag")).isEqualTo("1.2-rc");
  }

  @Test
  void whatNamesItselfIsNotKnown() {
    Properties project = new Properties();
    project.setProperty("image.tag", "${a}");
    project.setProperty("a", "${b}");
    project.setProperty("b", "x${a}");
    Settings settings = new Settings(Map.of("tag", "1.2"), Map.of(), new Properties(), project);
    assertThatThrownBy(() -> settings.text("tag"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.tag", "${a}", "another plugin");
  }
}
