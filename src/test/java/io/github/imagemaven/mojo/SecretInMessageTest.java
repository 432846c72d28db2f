package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SecretInMessageTest {
  /** {@code postgres://app:${env.DB_PASSWORD}@${env.DB_HOST}/shop}, the host alone is not set. */
  @Test
  void ofAVariablesValueOnlyWhatIsUnknownIsSaid() {
    Properties project = new Properties();
    project.setProperty("image.env.DB_URL", "postgres://app:hunter2@${env.DB_HOST}/shop");
    Settings settings = new Settings(Map.of(), Map.of(), new Properties(), project);
    assertThatThrownBy(() -> settings.family("env"))
        .hasMessageContaining("${env.DB_HOST}")
        .hasMessageNotContaining("hunter2");
  }
}
