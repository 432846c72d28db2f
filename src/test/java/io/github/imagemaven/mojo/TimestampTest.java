package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-24T08:00:00Z, 2026-11-24T08:00:00Z",
    "2026-11-24T08:00:00.9+02:00, 2026-11-24T06:00:00Z",
    "1700000000, 2023-11-14T22:13:20Z",
  })
  void read(String text, Instant expected) {
    assertThat(Timestamp.of(text)).isEqualTo(expected);
  }

  @Test
  void notSetIsNull() {
    assertThat(Timestamp.of(null)).isNull();
    assertThat(Timestamp.of("x")).isNull();
    assertThat(Timestamp.of("1980-02-01T00:00:00Z")).as("Maven 3.10 has it in every POM").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-11-24", "${git.commit.time}", "99999999999999999999"})
  void malformed(String text) {
    assertThatThrownBy(() -> Timestamp.of(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("project.build.outputTimestamp", text);
  }
}
