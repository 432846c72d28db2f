package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Problems;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The image is made of the folder that the jar is made of. */
class ClassesDirectoryTest {
  private final Plugin jar = new Plugin();

  private Path classes() {
    Model model = new Model();
    model.setArtifactId("app");
    model.setPackaging("jar");
    model.setBuild(new Build());
    model.getBuild().setDirectory("/p/target");
    model.getBuild().setOutputDirectory("/p/target/classes");
    model.getBuild().setFinalName("app");
    jar.setArtifactId("maven-jar-plugin");
    model.getBuild().addPlugin(jar);
    MavenProject project = new MavenProject(model);
    project.setFile(new File("/p/pom.xml"));
    Map<String, String> defaults =
        Map.of(
            "mainClass", "", "jvmFlags", "", "extraDirectory", "x", "appRoot", "", "owner", "0:0");
    return Applications.planned(
            new Settings(defaults, Map.of(), new Properties(), project.getProperties()),
            project,
            new Problems())
        .classes();
  }

  private void execution(String id, @Nullable String phase, @Nullable Xpp3Dom configuration) {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    execution.setPhase(phase);
    execution.addGoal("jar");
    execution.setConfiguration(configuration);
    jar.addExecution(execution);
  }

  private static Xpp3Dom directory(String directory) {
    return TestModules.configuration("classesDirectory", directory);
  }

  @Test
  void isTheBuildsOwnWhereNothingIsSaid() {
    execution("default-jar", "package", null);
    assertThat(classes()).isEqualTo(Path.of("/p/target/classes"));
  }

  @Test
  void isThePlugins() {
    jar.setConfiguration(directory("target/other"));
    execution("default-jar", "package", null);
    assertThat(classes()).isEqualTo(Path.of("/p/target/other"));
  }

  @Test
  void isThatOfTheExecutionThatTakesTheUsualOnesPlace() {
    execution("default-jar", "none", directory("/p/wrong"));
    execution("mine", null, directory("/p/other"));
    assertThat(classes()).isEqualTo(Path.of("/p/other"));
  }

  @Test
  void isNotThatOfAnotherJarBesideIt() {
    Xpp3Dom client = directory("/p/client");
    client.addChild(TestModules.configuration("classifier", "client").getChild("classifier"));
    execution("client", null, client);
    execution("default-jar", "package", null);
    assertThat(classes()).isEqualTo(Path.of("/p/target/classes"));
  }
}
