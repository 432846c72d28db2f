package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/**
 * {@code mvn package image:build-multiarch} where the plugin stands in pluginManagement alone:
 * Maven gives a goal of the command line that configuration.
 */
class ManagedConfigurationTest {
  @Test
  void isHeededAsMavenDoes() throws Exception {
    Model model = new Model();
    model.setBuild(new Build());
    model.getBuild().setPluginManagement(new PluginManagement());
    model
        .getBuild()
        .getPluginManagement()
        .addPlugin(TestModules.plugin(TestModules.configuration("from", "scratch")));
    Settings settings =
        new Modules(TestModules.session(), TestModules.descriptor())
            .settings(new MavenProject(model));
    assertThat(settings.optional("from")).isEqualTo("scratch");
  }
}
