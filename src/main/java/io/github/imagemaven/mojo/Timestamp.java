package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code project.build.outputTimestamp}: seconds since 1970 or an ISO 8601 date and time.
 *
 * <p>Source: <a href="https://maven.apache.org/guides/mini/guide-reproducible-builds.html">Maven,
 * Configuring for Reproducible Builds</a>.
 */
final class Timestamp {
  static final String PROPERTY = "project.build.outputTimestamp";

  private Timestamp() {}

  /**
   * The time; null where none is set. As for Maven, a value of one character switches
   * reproducibility off there and means nothing here.
   */
  static @Nullable Instant of(@Nullable String value) {
    if (value == null || value.isBlank() || value.strip().length() == 1) {
      return null;
    }
    String text = value.strip();
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException | NumberFormatException e) {
      throw ConfigurationException.malformed(
          PROPERTY, text, "seconds since 1970 or a time such as 2026-11-24T08:00:00Z");
    }
  }
}
