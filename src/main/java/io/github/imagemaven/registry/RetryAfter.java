package io.github.imagemaven.registry;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks us to wait, in all the forms that are about.
 *
 * <ul>
 *   <li>{@code Retry-After} in seconds or as an HTTP date (<a
 *       href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, 10.2.3</a>);
 *   <li>{@code X-Retry-After}, a Unix time (<a href="https://docs.docker.com/reference/api/hub/">
 *       Docker Hub API, rate limiting</a>);
 *   <li>GHCR's body: {@code retry-after: 1.16676ms, allowed: 44000/minute}, a duration as Go writes
 *       it.
 * </ul>
 */
final class RetryAfter {
  /** Bounded: the pattern engine needs stack for each repetition of a group. */
  private static final Pattern IN_BODY =
      Pattern.compile(
          "retry-after:\\s*((?:[0-9]+(?:\\.[0-9]+)?(?:ns|us|µs|μs|ms|s|m|h)){1,8})",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|μs|ms|s|m|h)", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");

  private RetryAfter() {}

  /** The wait asked for, never negative; null where nothing was said. */
  static @Nullable Duration of(Headers headers, String body, Instant now) {
    String header = headers.get("Retry-After");
    if (header != null) {
      Duration wait = ofHeader(header.strip(), now);
      if (wait != null) {
        return wait;
      }
    }
    String unix = headers.get("X-Retry-After");
    if (unix != null && NUMBER.matcher(unix.strip()).matches()) {
      return until(Instant.ofEpochSecond(Long.parseLong(unix.strip())), now);
    }
    Matcher inBody = IN_BODY.matcher(body);
    return inBody.find() ? goDuration(inBody.group(1)) : null;
  }

  private static @Nullable Duration ofHeader(String value, Instant now) {
    if (NUMBER.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      return until(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(), now);
    } catch (DateTimeParseException e) {
      // Neither form of the header; a wait of our own does.
      return null;
    }
  }

  private static Duration until(Instant then, Instant now) {
    return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
  }

  private static Duration goDuration(String text) {
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long unit =
          switch (part.group(2).toLowerCase(Locale.ROOT)) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000L;
          };
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
    }
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
    return Duration.ofNanos(nanos.min(most).setScale(0, RoundingMode.UP).longValue());
  }
}
