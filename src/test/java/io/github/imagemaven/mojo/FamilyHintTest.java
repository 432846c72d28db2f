package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written next to a family of settings. */
class FamilyHintTest {
  @ParameterizedTest
  @CsvSource({
    "image.label.maintainer, image.labels.",
    "image.annotation.title, image.annotations.",
    "image.environment.TZ, image.env.",
    "image.envs.TZ, image.env.",
    "image.labels, image.labels.",
    "image.env, image.env.",
    "image.env., image.env.NAME",
    "image.labels., image.labels.NAME",
    "image.retry, image.retry.attempts"
  })
  void isLedToTheFamily(String written, String meant) {
    Properties project = new Properties();
    project.setProperty(written, "x");
    Settings settings =
        new Settings(
            Map.of(
                "name", "", "from", "", "layout", "", "user", "", "tag", "", "retry.attempts", ""),
            Map.of(),
            new Properties(),
            project);
    assertThat(Misspelt.warnings(UnknownSettings.of(settings)))
        .singleElement()
        .asString()
        .contains(meant);
  }
}
