package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** Maven builds two versions of one artifact side by side; only group:artifact:version is taken. */
class TwoVersionsOfOneModuleTest {
  private static MavenProject module(String version) {
    Model model = new Model();
    model.setGroupId("it");
    model.setArtifactId("shop");
    model.setVersion(version);
    MavenProject module = new MavenProject(model);
    module.setFile(new File("/build/shop-" + version + "/pom.xml"));
    return module;
  }

  @Test
  void oneWouldOverwriteTheOther() {
    Properties properties = new Properties();
    properties.setProperty("image.registries", "ghcr.io/acme");
    Map<String, String> defaults =
        Map.of("name", "shop", "registries", "", "optionalRegistries", "", "skipPush", "false");
    Settings settings = new Settings(defaults, Map.of(), new Properties(), properties);
    TakenNames names = new TakenNames(new ConcurrentHashMap<>());
    List<String> tags = List.of("latest");
    List<DestinationName> destinations = Destinations.toPublish(settings, true);
    names.take(module("1"), settings, tags, destinations);
    assertThatThrownBy(() -> names.take(module("2"), settings, tags, destinations))
        .hasMessageContaining("one would overwrite the other");
  }
}
