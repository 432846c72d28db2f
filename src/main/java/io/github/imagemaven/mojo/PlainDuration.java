package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as settings have it: one whole number and its unit, {@code 10s}. */
final class PlainDuration {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private PlainDuration() {}

  /**
   * Reads it.
   *
   * @param setting whose value it is, for messages
   * @throws ConfigurationException where it has another form
   */
  static Duration parse(String setting, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw ConfigurationException.malformed(
          setting, text, "a time such as 10s, 500ms, 2m, 1h or 7d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
