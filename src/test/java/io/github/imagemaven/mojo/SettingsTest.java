package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private final Map<String, String> defaults =
      new HashMap<>(Map.of("from", "", "format", "auto", "retry.delay", "10s", "registries", ""));
  private final Map<String, String> configuration = new HashMap<>();
  private final Properties user = new Properties();
  private final Properties project = new Properties();

  private Settings settings() {
    return new Settings(defaults, configuration, user, project);
  }

  @Test
  void theCommandLineWinsOverTheModuleAndTheConfigurationOverBothAsInMaven() {
    assertThat(settings().text("format")).isEqualTo("auto");
    project.setProperty("image.format", "oci");
    assertThat(settings().text("format")).isEqualTo("oci");
    user.setProperty("image.format", "docker");
    assertThat(settings().text("format")).isEqualTo("docker");
    configuration.put("format", " auto ");
    assertThat(settings().text("format")).isEqualTo("auto");
  }

  @Test
  void blankIsNotSet() {
    project.setProperty("image.from", "  ");
    assertThat(settings().optional("from")).isNull();
    project.setProperty("image.format", "docker");
    user.setProperty("image.format", "");
    assertThat(settings().text("format")).isEqualTo("auto");
  }

  @Test
  void anExpressionMavenDidNotKnowIsRefusedByItsName() {
    project.setProperty("image.from", "${env.BASE}:17");
    assertThatThrownBy(() -> settings().optional("from"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.from", "Maven knows no ${env.BASE};");
  }

  @Test
  void aDollarThatIsMeantIsWrittenTwice() {
    project.setProperty("image.from", "$${HOME}/x");
    assertThat(settings().optional("from")).isEqualTo("${HOME}/x");
    project.setProperty("image.from", "$${A}${B}");
    assertThatThrownBy(() -> settings().optional("from")).hasMessageContaining("no ${B};");
  }

  @Test
  void listsDropBlanksAndRepetitions() {
    project.setProperty("image.registries", " a.io/x, ,b.io/y,a.io/x,");
    assertThat(settings().list("registries")).containsExactly("a.io/x", "b.io/y");
  }

  @ParameterizedTest
  @CsvSource({"10s,PT10S", "500ms,PT0.5S", "2m,PT2M", "1h,PT1H"})
  void durations(String text, Duration expected) {
    project.setProperty("image.retry.delay", text);
    assertThat(settings().duration("retry.delay")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "s", "-1s", "1.5s", "10 s", "9999999999s"})
  void malformedDurations(String text) {
    project.setProperty("image.retry.delay", text);
    assertThatThrownBy(() -> settings().duration("retry.delay"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.retry.delay", text, "10s");
  }

  @Test
  void aWordOutsideTheListIsRefusedWithTheList() {
    project.setProperty("image.format", "podman");
    assertThatThrownBy(() -> settings().oneOf("format", "auto", "oci"))
        .hasMessage("image.format 'podman' is not valid: expected one of auto, oci");
  }

  @Test
  void familiesMergeByKeyAndTheCommandLineWins() {
    project.setProperty("image.env.A", "1");
    project.setProperty("image.env.B", "2");
    project.setProperty("image.env.", "nameless");
    user.setProperty("image.env.B", "3");
    assertThat(settings().family("env")).containsExactly(Map.entry("A", "1"), Map.entry("B", "3"));
  }

  @Test
  void anUnknownSettingGetsTheNearestName() {
    project.setProperty("image.registry", "x");
    user.setProperty("image.fromm", "x");
    project.setProperty("image.env.A", "1");
    project.setProperty("image.zzzzzzzzzz", "x");
    assertThat(Misspelt.warnings(UnknownSettings.of(settings())))
        .containsExactly(
            "there is no setting image.fromm: did you mean image.from?",
            "there is no setting image.registry: did you mean image.registries?",
            "there is no setting image.zzzzzzzzzz");
  }

  @Test
  void whatJavaCouldNotReadIsRefused() {
    user.setProperty("image.env.GREETING", "Gr\uFFFD\uFFFD\uFFFD\uFFFDe");
    assertThatThrownBy(() -> settings().family("env"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.env.GREETING", "LC_ALL=C.UTF-8", "POM")
        .hasMessageNotContaining("Gr");
  }
}
