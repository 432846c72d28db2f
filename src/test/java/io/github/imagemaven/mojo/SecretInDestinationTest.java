package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretInDestinationTest {
  @ParameterizedTest
  @ValueSource(strings = {"https://bob:hunter2@ghcr.io/acme", "bob:hunter2@ghcr.io/acme"})
  void aPasswordInAnAddressIsNotRepeated(String registry) {
    Properties project = new Properties();
    project.setProperty("image.registries", registry);
    Settings settings =
        new Settings(
            Map.of("name", "shop", "registries", "", "optionalRegistries", ""),
            Map.of(),
            new Properties(),
            project);
    assertThatThrownBy(() -> DestinationName.of(settings))
        .hasMessageContaining("image.registries")
        .hasMessageNotContaining("hunter2");
  }
}
