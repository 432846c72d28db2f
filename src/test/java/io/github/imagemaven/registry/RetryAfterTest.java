package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which a server says how long to wait. */
final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static @Nullable Duration header(String name, String value) {
    return RetryAfter.of(Headers.of(name, value), "", NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After|120|PT2M",
        "retry-after| 0 |PT0S",
        "Retry-After|Tue, 24 Nov 2026 12:00:30 GMT|PT30S",
        "Retry-After|Tue, 24 Nov 2026 11:00:00 GMT|PT0S",
        "X-Retry-After|1795521660|PT1M",
      })
  void ofAHeader(String name, String value, Duration expected) {
    assertThat(header(name, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after: 1.16676ms, allowed: 44000/minute|PT0.00116676S",
        "Retry-After: 1m30.5s|PT1M30.5S",
        "retry-after: 250µs|PT0.00025S",
        "retry-after: 2h|PT2H",
      })
  void ofABody(String body, Duration expected) {
    assertThat(RetryAfter.of(Headers.of(), body, NOW)).isEqualTo(expected);
  }

  @Test
  void nothingSaidOrNothingThatCanBeRead() {
    assertThat(header("Retry-After", "soon")).isNull();
    assertThat(header("X-Retry-After", "tomorrow")).isNull();
    assertThat(RetryAfter.of(Headers.of(), "retry-after: never", NOW)).isNull();
  }

  @Test
  void noAnswerIsTooMuch() {
    String many = "retry-after: " + "1s".repeat(30_000);
    assertThat(RetryAfter.of(Headers.of(), many, NOW)).isEqualTo(Duration.ofSeconds(8));
    assertThat(header("Retry-After", "999999999999")).isPositive();
    assertThat(header("Retry-After", "9".repeat(30))).isNull();
    assertThat(header("X-Retry-After", "999999999999")).isPositive();
  }
}
