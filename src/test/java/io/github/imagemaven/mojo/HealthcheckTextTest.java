package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.report.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthcheckTextTest {
  @Test
  void allOptionsAndALineForTheShell() {
    assertThat(
            HealthcheckText.parse(
                "--interval=30s --timeout=500ms --start-period=1m --start-interval=1m30s"
                    + " --retries=5 CMD curl -f http://localhost:8080/ || exit 1"))
        .isEqualTo(
            new Healthcheck(
                List.of("CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                Duration.ofSeconds(90),
                5));
  }

  @Test
  void execForm() {
    assertThat(HealthcheckText.parse("CMD [\"/probe\", \"a b\"]").test())
        .containsExactly("CMD", "/probe", "a b");
  }

  @Test
  void whatOnlyLooksLikeAListIsALineForTheShell() {
    assertThat(HealthcheckText.parse("CMD [ -f /ready ]").test())
        .containsExactly("CMD-SHELL", "[ -f /ready ]");
  }

  @Test
  void none() {
    assertThat(HealthcheckText.parse("NONE").test()).containsExactly("NONE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"curl -f x", "CMD", "--interval=30s", "--every=3s CMD x", "--retries=x CMD y"})
  void malformed(String text) {
    assertThatThrownBy(() -> HealthcheckText.parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("image.healthcheck")
        .hasMessageContaining("CMD command");
  }

  @ParameterizedTest
  @CsvSource({
    "30s,PT30S",
    "1m30s,PT1M30S",
    "1.5s,PT1.5S",
    "1h2m3.5s,PT1H2M3.5S",
    ".5s,PT0.5S",
    "1.s,PT1S",
    "+2s,PT2S",
    "1500000us,PT1.5S",
    "1500000\u00b5s,PT1.5S",
    "2000000000ns,PT2S"
  })
  void timesAreGos(String text, Duration expected) {
    assertThat(HealthcheckText.parse("--interval=" + text + " CMD x").interval())
        .isEqualTo(expected);
  }

  @Test
  void aZeroIsTheEnginesDefault() {
    assertThat(
            HealthcheckText.parse(
                "--interval=0 --timeout=0s --start-interval=0m --retries=0 CMD x"))
        .isEqualTo(new Healthcheck(List.of("CMD-SHELL", "x"), null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "30", "-1s", "1.5", "s", "1d", "1,5s", "9999999h"})
  void whatIsNoTime(String text) {
    assertThatThrownBy(() -> HealthcheckText.parse("--timeout=" + text + " CMD x"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.healthcheck", "1m30s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl -u bob:hunter2 x",
        "--every=3s CMD curl -u bob:hunter2",
        "--retries=x CMD hunter2"
      })
  void theCommandIsNotRepeated(String text) {
    assertThatThrownBy(() -> HealthcheckText.parse(text)).hasMessageNotContaining("hunter2");
  }

  @Test
  void aMalformedTimeIsNamed() {
    assertThatThrownBy(() -> HealthcheckText.parse("--interval=soon CMD x"))
        .hasMessageContainingAll("image.healthcheck --interval", "soon");
  }
}
