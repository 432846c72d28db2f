package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Problems;
import java.io.File;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** The base must run the module's classes: one of an older Java does not. */
class JavaReleaseTest {
  private final MavenProject project;

  JavaReleaseTest() {
    Model model = new Model();
    model.setArtifactId("app");
    model.setPackaging("jar");
    model.setBuild(new Build());
    model.getBuild().setDirectory("/p/target");
    model.getBuild().setOutputDirectory("/p/target/classes");
    model.getBuild().setFinalName("app");
    project = new MavenProject(model);
    project.setFile(new File("/p/pom.xml"));
    // as a parent of Spring Boot or a company has it
    project.getProperties().setProperty("java.version", "17");
  }

  private int release(Properties user) {
    Map<String, String> defaults =
        Map.of(
            "mainClass", "", "jvmFlags", "", "extraDirectory", "x", "appRoot", "", "owner", "0:0");
    return Applications.planned(
            new Settings(defaults, Map.of(), user, project.getProperties()),
            project,
            new Problems())
        .javaRelease();
  }

  @Test
  void theCompilersOwnElementCounts() {
    Plugin compiler = new Plugin();
    compiler.setArtifactId("maven-compiler-plugin");
    compiler.setConfiguration(TestModules.configuration("release", "21"));
    project.getBuild().addPlugin(compiler);
    assertThat(release(new Properties())).isEqualTo(21);
  }

  @Test
  void theCommandLineCounts() {
    Properties user = new Properties();
    user.setProperty("maven.compiler.release", "21");
    assertThat(release(user)).isEqualTo(21);
  }

  /** Nor need it be known yet: another plugin may set it, and only the default base asks. */
  @Test
  void whatNobodyKnowsIsPassedOver() {
    project.getProperties().setProperty("maven.compiler.release", "21");
    project.getProperties().setProperty("maven.compiler.target", "${nowhere}");
    assertThat(release(new Properties())).isEqualTo(21);
    project.getProperties().setProperty("maven.compiler.release", "${nowhere}");
    project.getProperties().setProperty("maven.compiler.target", "11");
    assertThat(release(new Properties())).isEqualTo(11);
  }
}
