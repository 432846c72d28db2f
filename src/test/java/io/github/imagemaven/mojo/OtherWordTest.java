package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other tools call a setting leads to ours, and not to one that is spelt alike. */
class OtherWordTest {
  @ParameterizedTest
  @CsvSource({
    "dockerfile, containerfile",
    "dockerFile, containerfile",
    "file, containerfile",
    "base, from",
    "baseImage, from",
    "contextDirectory, context",
    "stage, target",
    "timeout, buildTimeout",
    "networkMode, network",
    "repository, registries",
    "push, publish"
  })
  void isLedToOurs(String written, String meant) {
    Properties project = new Properties();
    project.setProperty("image." + written, "x");
    Settings settings =
        new Settings(
            Map.of(
                "containerfile",
                "",
                "from",
                "",
                "context",
                "",
                "target",
                "",
                "buildTimeout",
                "",
                "network",
                "",
                "registries",
                "",
                "publish",
                "",
                "pull",
                "",
                "tag",
                ""),
            Map.of("name", ""),
            new Properties(),
            project);
    assertThat(Misspelt.warnings(UnknownSettings.of(settings)))
        .singleElement()
        .isEqualTo("there is no setting image." + written + ": did you mean image." + meant + "?");
  }
}
