package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.ContainerSettings.Healthcheck;
import io.github.imagemaven.report.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthcheckTextTest {
  @Test
  void allOptionsAndALineForTheShell() {
    assertThat(
            HealthcheckText.parse(
                "--interval=30s --timeout=500ms --start-period=1m --retries=5 CMD curl -f"
                    + " http://localhost:8080/ || exit 1"))
        .isEqualTo(
            new Healthcheck(
                List.of("CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
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

  @Test
  void aMalformedTimeIsNamed() {
    assertThatThrownBy(() -> HealthcheckText.parse("--interval=soon CMD x"))
        .hasMessageContainingAll("image.healthcheck --interval", "soon");
  }
}
