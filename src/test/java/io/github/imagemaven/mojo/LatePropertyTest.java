package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
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
}
