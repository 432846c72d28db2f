package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.io.File;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    user.setProperty("image.workdir", "/${project.version}");
    Settings settings =
        new Settings(
            Map.of("workdir", "/app"),
            Map.of(),
            Skips.NONE,
            user,
            new Properties(),
            new ModuleNames(module, TestModules.session()));
    assertThat(settings.text("workdir")).isEqualTo("/1.2");
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

  private final MavenProject parent = module("parent");
  private final MavenProject shop = module("shop");
  private final MavenSession session = TestModules.session();

  private static MavenProject module(String name) {
    Model model = new Model();
    model.setArtifactId(name);
    MavenProject module = new MavenProject(model.clone());
    module.setFile(new File("/build/" + name + "/pom.xml"));
    module.setOriginalModel(model);
    return module;
  }

  private String labelOf(String value) {
    return settings(value).family("labels").get("x");
  }

  private Settings settings(String label) {
    shop.setParent(parent);
    session.getRequest().getUserProperties().setProperty("image.labels.x", label);
    return new Settings(
        Map.of(),
        Map.of(),
        Skips.NONE,
        session.getRequest().getUserProperties(),
        shop.getProperties(),
        new ModuleNames(shop, session));
  }

  /** What a parameter of any other goal may name. */
  @Test
  void whatMavenResolvesIsResolved() {
    session.getRequest().setBaseDirectory(new File("/build"));
    session.getRequest().setStartTime(Date.from(Instant.parse("2026-11-24T06:00:00Z")));
    session.getRequest().setLocalRepositoryPath("/repository");
    assertThat(labelOf("${session.executionRootDirectory}")).isEqualTo("/build");
    assertThat(labelOf("${project.parent.basedir}/x")).isEqualTo("/build/parent/x");
    assertThat(labelOf("${project.parent.artifactId}")).isEqualTo("parent");
    assertThat(labelOf("${basedir}")).isEqualTo("/build/shop");
    assertThat(labelOf("${project.file}")).isEqualTo("/build/shop/pom.xml");
    assertThat(labelOf("${settings.localRepository}")).isEqualTo("/repository");
    assertThat(labelOf("${maven.build.timestamp}")).isEqualTo("2026-11-24T06:00:00Z");
    shop.getProperties().setProperty("maven.build.timestamp.format", "yyyyMMdd");
    assertThat(labelOf("${maven.build.timestamp}")).isEqualTo("20261124");
    session.getSystemProperties().setProperty("env.TAG", "7");
    assertThat(labelOf("${env.TAG}")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "project.parent.parent.basedir",
        "project.model",
        "project.",
        "project",
        "session.settings.localRepository",
        "settings.servers",
        "basedir.path",
      })
  void whatIsNoTextIsNot(String name) {
    assertThatThrownBy(() -> labelOf("${" + name + "}"))
        .isInstanceOf(UnknownPropertyException.class)
        .hasMessageContaining("${" + name + "}");
  }

  /** A commit's message, which is nobody's setting, may read like one. */
  @Test
  void whatOnlyReadsLikeAPropertyStays() {
    shop.getProperties().setProperty("message", "Put ${x} in the file ${project.file}, or ${y");
    session.getSystemProperties().setProperty("env.MESSAGE", "No ${more}");
    assertThat(labelOf("${message}; ${env.MESSAGE}"))
        .isEqualTo("Put ${x} in the file /build/shop/pom.xml, or ${y; No ${more}");
    session.getRequest().getUserProperties().remove("image.labels.x");
    shop.getProperties().setProperty("image.labels.x", "set by a plugin: ${x}");
    Settings settings =
        new Settings(
            Map.of(),
            Map.of(),
            Skips.NONE,
            new Properties(),
            shop.getProperties(),
            new ModuleNames(shop, session));
    assertThat(settings.family("labels")).containsEntry("x", "set by a plugin: ${x}");
  }

  /** What somebody has written for Maven is to be resolved, at whatever remove. */
  @Test
  void whatIsMeantAsAPropertyIsAskedFor() {
    parent.getOriginalModel().addProperty("full", "1-${number}");
    shop.getProperties().setProperty("full", "1-${number}");
    assertThatThrownBy(() -> labelOf("${full}")).hasMessageContaining("${number}");
    session.getRequest().getUserProperties().setProperty("mine", "${nobodys}");
    assertThatThrownBy(() -> labelOf("${mine}")).hasMessageContaining("${nobodys}");
    shop.getProperties().setProperty("message", "${env.NOT_SET_ANYWHERE}");
    assertThatThrownBy(() -> labelOf("${message}")).hasMessageContaining("${env.NOT_SET");
    shop.getProperties().setProperty("number", "77");
    assertThat(labelOf("${full}")).isEqualTo("1-77");
  }
}
