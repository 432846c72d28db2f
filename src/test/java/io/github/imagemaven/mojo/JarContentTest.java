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
import org.codehaus.plexus.util.xml.Xpp3Dom;
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

  /** As Maven does, an execution gets the plugin's elements unless it overrides them. */
  private void execution(String id, @Nullable String phase, Xpp3Dom configuration) {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    execution.setPhase(phase);
    execution.addGoal("jar");
    Xpp3Dom ofPlugin = (Xpp3Dom) jar.getConfiguration();
    execution.setConfiguration(
        Xpp3Dom.mergeXpp3Dom(configuration, ofPlugin == null ? null : new Xpp3Dom(ofPlugin)));
    jar.addExecution(execution);
  }

  private void execution(String id, @Nullable String phase, String elements) throws Exception {
    execution(id, phase, TestModules.configuration(elements));
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

  /** As an empty one does in maven-jar-plugin. */
  @Test
  void anEmptyPatternTakesTheDefaultsPlace() throws Exception {
    plugin("<excludes><exclude/></excludes>");
    assertThat(has("a/package.html")).isTrue();
    plugin("<excludes/>");
    assertThat(has("a/package.html")).isFalse();
  }

  @Test
  void anExecutionMayOverrideAllThatThePluginSays() throws Exception {
    plugin(directory("wrong") + SECRET);
    Xpp3Dom own = TestModules.configuration("<skipIfEmpty>true</skipIfEmpty>");
    own.setAttribute(Xpp3Dom.SELF_COMBINATION_MODE_ATTRIBUTE, Xpp3Dom.SELF_COMBINATION_OVERRIDE);
    execution("default-jar", "package", own);
    assertThat(classes()).isEqualTo(Path.of("target/classes"));
    assertThat(has("secret/a")).isTrue();
    assertThat(has("a/package.html")).isFalse();
  }

  @Test
  void anExecutionMayAddToWhatThePluginSays() throws Exception {
    plugin(SECRET);
    Xpp3Dom own = TestModules.configuration("<excludes><exclude>other/**</exclude></excludes>");
    own.getChild("excludes")
        .setAttribute(
            Xpp3Dom.CHILDREN_COMBINATION_MODE_ATTRIBUTE, Xpp3Dom.CHILDREN_COMBINATION_APPEND);
    execution("default-jar", "package", own);
    assertThat(has("secret/a")).isFalse();
    assertThat(has("other/a")).isFalse();
  }

  /** What Finder, Emacs and git leave in a folder; Maven's archiver has no setting for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".DS_Store",
        "a/b~",
        "a/#b#",
        ".#b",
        "%b%",
        "._b",
        ".gitignore",
        "a/.git/config",
        "a/CVS"
      })
  void isWithoutWhatNoArchiveGets(String file) throws Exception {
    plugin("<includes>**</includes><excludes>none</excludes>");
    assertThat(has(file)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {".gitattributes", "a/#", "%", "CVS.txt", "a/.gitignore/b", "~a", "a#b#"})
  void isWithWhatOnlyLooksLikeIt(String file) {
    assertThat(has(file)).isTrue();
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

  /** It may be set by a plugin, after Maven has read the POM. */
  @Test
  void aPropertyMayHoldSeveralPatterns() throws Exception {
    properties.setProperty("late", "a/**,b/**");
    plugin("<excludes>${late}, c/**</excludes>");
    assertThat(has("a/x") || has("b/x") || has("c/x")).isFalse();
    assertThat(has("d/x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${nowhere}/classes", "target/missing"})
  void isOfTheUsualFolderWhereTheOtherIsNone(String folder) throws Exception {
    plugin(directory(folder));
    assertThat(classes()).isEqualTo(Path.of("target/classes"));
  }
}
