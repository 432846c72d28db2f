package io.github.imagemaven.mojo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time as Docker reads it: {@code 30s}, {@code 1m30s}, {@code 1.5h}, {@code 0}.
 *
 * <p>Grammar: <a href="https://pkg.go.dev/time#ParseDuration">Go, time.ParseDuration</a>, numbers
 * with a fraction and a unit each, added up.
 */
final class GoDuration {
  /** Units in nanoseconds; a microsecond has two letters that look the same. */
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final String PART =
      "([0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
  private static final Pattern PARTS = Pattern.compile(PART);
  private static final Pattern WHOLE = Pattern.compile("\\+?(?:" + PART + ")+");
  private static final Pattern ZERO = Pattern.compile("\\+?0");

  private GoDuration() {}

  /** The time; null where the text is none, is negative, or is more than Go can hold. */
  static @Nullable Duration parse(String text) {
    if (ZERO.matcher(text).matches()) {
      return Duration.ZERO;
    }
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher parts = PARTS.matcher(text);
    while (parts.find()) {
      BigDecimal unit = BigDecimal.valueOf(UNITS.getOrDefault(parts.group(2), 0L));
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
    }
    nanos = nanos.setScale(0, RoundingMode.DOWN);
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? null
        : Duration.ofNanos(nanos.longValue());
  }
}
