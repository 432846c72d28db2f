package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

class ArtifactRewritersTest {
  private final Build build = new Build();

  private Plugin plugin(String group, String artifact, String goal, String phase) {
    Plugin plugin = new Plugin();
    plugin.setGroupId(group);
    plugin.setArtifactId(artifact);
    PluginExecution execution = new PluginExecution();
    execution.setId("default");
    execution.addGoal(goal);
    execution.setPhase(phase);
    plugin.addExecution(execution);
    build.addPlugin(plugin);
    return plugin;
  }

  private Plugin image(String phase) {
    return plugin("io.github.imagemaven", "image-maven-plugin", "build-multiarch", phase);
  }

  private void check(Plugin image, String phase) {
    Model model = new Model();
    model.setBuild(build);
    PluginDescriptor descriptor = new PluginDescriptor();
    descriptor.setGroupId(image.getGroupId());
    descriptor.setArtifactId(image.getArtifactId());
    MojoDescriptor goal = new MojoDescriptor();
    goal.setPluginDescriptor(descriptor);
    MojoExecution ours = new MojoExecution(image, "build-multiarch", "default");
    ours.setMojoDescriptor(goal);
    ours.setLifecyclePhase(phase);
    ArtifactRewriters.check(new MavenProject(model), ours);
  }

  @Test
  void inItsOwnPhaseWhateverTheOrder() {
    Plugin image = image(null);
    plugin("org.springframework.boot", "spring-boot-maven-plugin", "repackage", null);
    assertThatCode(() -> check(image, "pre-integration-test")).doesNotThrowAnyException();
  }

  /** So Maven 4 calls the phase, whatever the POM says. */
  @Test
  void inItsOwnPhaseAsMaven4CallsIt() {
    Plugin image = image(null);
    plugin("org.springframework.boot", "spring-boot-maven-plugin", "repackage", null);
    assertThatCode(() -> check(image, "before:integration-test")).doesNotThrowAnyException();
    plugin("org.apache.maven.plugins", "maven-shade-plugin", "shade", "pre-integration-test");
    assertThatThrownBy(() -> check(image, "before:integration-test"))
        .hasMessageContaining("maven-shade-plugin:shade");
  }

  @Test
  void betweenPhasesOfMaven4() {
    Plugin image = image("before:package");
    plugin("org.springframework.boot", "spring-boot-maven-plugin", "repackage", null);
    assertThatThrownBy(() -> check(image, "before:package"))
        .hasMessageContaining("spring-boot-maven-plugin:repackage");
    assertThatCode(() -> check(image, "after:package")).doesNotThrowAnyException();
    assertThatCode(() -> check(image, "package[100]"))
        .as("declared first")
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void boundToPackageBeforeTheRewriter() {
    Plugin image = image("package");
    plugin("org.springframework.boot", "spring-boot-maven-plugin", "repackage", null);
    assertThatThrownBy(() -> check(image, "package"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("spring-boot-maven-plugin:repackage", "phase package");
  }

  @Test
  void boundToPackageAfterTheRewriter() {
    plugin("org.apache.maven.plugins", "maven-shade-plugin", "shade", "package");
    Plugin image = image("package");
    assertThatCode(() -> check(image, "package")).doesNotThrowAnyException();
  }

  @Test
  void aRewriterInALaterPhase() {
    plugin("org.apache.maven.plugins", "maven-shade-plugin", "shade", "verify");
    Plugin image = image(null);
    assertThatThrownBy(() -> check(image, "pre-integration-test"))
        .hasMessageContainingAll("maven-shade-plugin:shade", "phase verify");
  }

  @Test
  void onTheCommandLineThereIsNoLater() {
    plugin("org.apache.maven.plugins", "maven-shade-plugin", "shade", "verify");
    Plugin image = image(null);
    assertThatCode(() -> check(image, null)).doesNotThrowAnyException();
  }
}
