package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.io.File;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakenNamesTest {
  private final TakenNames names = new TakenNames(new ConcurrentHashMap<>());

  private static MavenProject module(String group, String artifact, String packaging) {
    Model model = new Model();
    model.setGroupId(group);
    model.setArtifactId(artifact);
    model.setPackaging(packaging);
    MavenProject module = new MavenProject(model);
    module.setFile(new File("/build/" + group + "/" + artifact + "/pom.xml"));
    module.setOriginalModel(model);
    return module;
  }

  private static Settings settings(String... values) {
    Map<String, String> defaults =
        new HashMap<>(
            Map.of("name", "shop", "registries", "", "optionalRegistries", "", "mainClass", ""));
    defaults.put("skipPush", "false");
    Properties properties = new Properties();
    for (int i = 0; i < values.length; i += 2) {
      properties.setProperty("image." + values[i], values[i + 1]);
    }
    return new Settings(defaults, Map.of(), new Properties(), properties);
  }

  private void take(String group, String artifact, Settings settings) {
    take(group, artifact, settings, true, "1.0");
  }

  private void take(
      String group, String artifact, Settings settings, boolean mayPublish, String... tags) {
    names.take(
        module(group, artifact, "war"),
        settings,
        List.of(tags),
        Destinations.toPublish(settings, mayPublish));
  }

  @Test
  void twoModulesUnderOneName() {
    take("a", "web", settings("registries", "ghcr.io/acme,docker.io/acme", "name", "Shop"));
    assertThatThrownBy(() -> take("a", "till", settings("registries", "ghcr.io/acme")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("ghcr.io/acme/shop", "1.0", "a:web", "image.name is 'shop'");
  }

  @Test
  void twoGroupsWithOneArtifact() {
    take("a", "shop", settings("registries", "ghcr.io/acme"));
    assertThatThrownBy(() -> take("b", "shop", settings("registries", "ghcr.io/acme")))
        .hasMessageContaining("a:shop");
  }

  @Test
  void oneDirectoryFromTwoFolders() {
    take("a", "web", settings("registries", "oci:../../out"));
    assertThatThrownBy(() -> take("b", "till", settings("registries", "oci:/build/x/../out/")))
        .hasMessageContaining("a:web");
    take("b", "desk", settings("registries", "oci:target/registry"));
    take("b", "cash", settings("registries", "oci:target/registry"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"registries=ghcr.io/other", "name=till"})
  void whatDiffersIsNoCollision(String difference) {
    take("a", "web", settings("registries", "ghcr.io/acme"));
    String[] parts = difference.split("=");
    Settings other =
        parts[0].equals("registries")
            ? settings(parts[0], parts[1])
            : settings("registries", "ghcr.io/acme", parts[0], parts[1]);
    assertThatCode(() -> take("a", "till", other)).doesNotThrowAnyException();
  }

  @Test
  void norIsAnotherTagOrWhatIsNotPublished() {
    Settings settings = settings("registries", "ghcr.io/acme");
    take("a", "web", settings);
    take("a", "till", settings, true, "till-1.0");
    take("a", "desk", settings, false, "1.0");
    assertThat(names.modules()).hasSize(2);
  }

  @Test
  void oneTagInCommonIsEnough() {
    Settings settings = settings("registries", "ghcr.io/acme");
    take("a", "web", settings, true, "1.0", "latest");
    assertThatThrownBy(() -> take("a", "till", settings, true, "2.0", "latest"))
        .hasMessageContaining("as latest");
  }

  @Test
  void theSameModuleMayAskAgain() {
    take("a", "web", settings("registries", "ghcr.io/acme"));
    take("a", "web", settings("registries", "ghcr.io/acme"));
    assertThat(names.modules()).hasSize(1);
  }

  @Test
  void whichModulesHaveAnImageForCertain() throws Exception {
    assertThat(NoImage.isCertain(settings(), module("a", "web", "war"))).isTrue();
    assertThat(NoImage.isCertain(settings(), module("a", "lib", "jar"))).isFalse();
    assertThat(NoImage.isCertain(settings("mainClass", "A"), module("a", "app", "jar"))).isTrue();
    MavenProject insisted = module("a", "app", "jar");
    insisted.getOriginalModel().addProperty("image.skip", "false");
    assertThat(NoImage.isCertain(settings(), insisted)).isTrue();

    MavenProject manifest = module("a", "app", "jar");
    Plugin jar = new Plugin();
    jar.setArtifactId("maven-jar-plugin");
    manifest.getBuild().addPlugin(jar);
    assertThat(NoImage.isCertain(settings(), manifest)).isFalse();
    jar.setConfiguration(
        Xpp3DomBuilder.build(
            new StringReader(
                "<configuration><archive><manifest><mainClass>A</mainClass></manifest></archive>"
                    + "</configuration>")));
    assertThat(NoImage.isCertain(settings(), manifest)).isTrue();
  }
}
