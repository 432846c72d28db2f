package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image is made of what the jar is made of. */
class JarContentTest {
  private static final String SECRET = "<excludes><exclude>secret/**</exclude></excludes>";

  @TempDir Path basedir;
  private final Plugin jar = new Plugin();
  private final Properties properties = new Properties();

  @BeforeEach
  void folders() throws IOException {
    for (String folder : new String[] {"target/classes", "target/other", "wrong"}) {
      Files.createDirectories(basedir.resolve(folder));
    }
  }

  private JavaApplication application() {
    Model model = new Model();
    model.setArtifactId("app");
    model.setPackaging("jar");
    model.setBuild(new Build());
    model.getBuild().setDirectory(basedir.resolve("target").toString());
    model.getBuild().setOutputDirectory(basedir.resolve("target/classes").toString());
    model.getBuild().setFinalName("app");
    jar.setArtifactId("maven-jar-plugin");
    model.getBuild().addPlugin(jar);
    MavenProject project = new MavenProject(model);
    project.setFile(basedir.resolve("pom.xml").toFile());
    Map<String, String> defaults =
        Map.of(
            "mainClass", "", "jvmFlags", "", "extraDirectory", "x", "appRoot", "", "owner", "0:0");
    Settings settings = new Settings(defaults, Map.of(), new Properties(), properties);
    return Applications.planned(settings, project, new Problems());
  }

  private Path classes() {
    return basedir.relativize(application().classes());
  }

  private boolean has(String file) {
    return application().inJar().test(file);
  }

  private void plugin(String elements) throws Exception {
    jar.setConfiguration(TestModules.configuration(elements));
  }

  private void execution(String id, @Nullable String phase, String elements) throws Exception {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    execution.setPhase(phase);
    execution.addGoal("jar");
    execution.setConfiguration(TestModules.configuration(elements));
    jar.addExecution(execution);
  }

  private static String directory(String directory) {
    return "<classesDirectory>" + directory + "</classesDirectory>";
  }

  @Test
  void isAllWhereNothingIsSaid() throws Exception {
    execution("default-jar", "package", "");
    assertThat(classes()).isEqualTo(Path.of("target/classes"));
    assertThat(has("a/b")).isTrue();
  }

  @Test
  void isWithoutWhatIsExcluded() throws Exception {
    plugin("<excludes><exclude> **/*-local.properties </exclude><exclude/></excludes>");
    assertThat(has("a/b-local.properties")).isFalse();
    assertThat(has("a/b.properties")).isTrue();
  }

  /** As Maven does for every list. */
  @Test
  void severalPatternsMayBeOneTextWithCommas() throws Exception {
    plugin("<excludes>secret/**,\n **/zzz</excludes>");
    assertThat(has("secret/a")).isFalse();
    assertThat(has("b/zzz")).isFalse();
    assertThat(has("b/c")).isTrue();
    plugin("<includes>a/**,b/**</includes>");
    assertThat(has("a/x")).isTrue();
    assertThat(has("b/x")).isTrue();
    assertThat(has("c/x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "never", ""})
  void isThatOfTheExecutionThatTakesTheUsualOnesPlace(String off) throws Exception {
    plugin(directory("target/other"));
    execution("old", off, directory("wrong"));
    execution("mine", "package", SECRET);
    execution("default-jar", off, directory("wrong") + "<excludes>all/**</excludes>");
    assertThat(classes()).isEqualTo(Path.of("target/other"));
    assertThat(has("secret/a")).isFalse();
    assertThat(has("all/a")).isTrue();
  }

  @Test
  void isNotThatOfAnotherJarBesideIt() throws Exception {
    execution("client", null, directory("wrong") + SECRET + "<classifier>client</classifier>");
    execution("default-jar", "package", "");
    assertThat(classes()).isEqualTo(Path.of("target/classes"));
    assertThat(has("secret/a")).isTrue();
  }

  /** maven-jar-plugin's own default, which any exclude of the user's takes the place of. */
  @Test
  void isWithoutPackageHtml() throws Exception {
    assertThat(has("a/package.html")).isFalse();
    plugin(SECRET);
    assertThat(has("a/package.html")).isTrue();
  }

  @Test
  void isOfTheFolderThatThePluginIsGiven() throws Exception {
    plugin(directory("target/other"));
    execution("default-jar", "package", "");
    assertThat(classes()).isEqualTo(Path.of("target/other"));
  }

  @Test
  void whatMavenResolvesWhenThePluginRunsIsResolved() throws Exception {
    properties.setProperty("folder", "other");
    plugin(directory("target/${folder}") + "<excludes>${folder}/**</excludes>");
    assertThat(classes()).isEqualTo(Path.of("target/other"));
    assertThat(has("other/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${nowhere}/classes", "target/missing"})
  void isOfTheUsualFolderWhereTheOtherIsNone(String folder) throws Exception {
    plugin(directory(folder));
    assertThat(classes()).isEqualTo(Path.of("target/classes"));
  }
}
