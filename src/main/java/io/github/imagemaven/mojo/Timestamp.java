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

  /**
   * What the super POM of Maven 3.10 and 4 has, so that archives are reproducible where nobody has
   * asked for it. It says nothing of the project; taken for its time, one commit would give one
   * image with Maven 3.9 and another with 3.10.
   */
  private static final String SUPER_POM = "1980-02-01T00:00:00Z";

  private Timestamp() {}

  /**
   * The time; null where none is set but the super POM's. As for Maven, a value of one character
   * switches reproducibility off there and means nothing here.
   */
  static @Nullable Instant of(@Nullable String value) {
    if (value == null || value.isBlank() || value.strip().length() == 1) {
      return null;
    }
    String text = value.strip();
    if (text.equals(SUPER_POM)) {
      return null;
    }
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
