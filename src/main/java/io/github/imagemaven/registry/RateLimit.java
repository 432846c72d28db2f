package io.github.imagemaven.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals of a vendor's API are worth another attempt, and when that is allowed. One object
 * is for one request and its attempts.
 *
 * <p>Sources: <a
 * href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">GitHub,
 * rate limits</a>: 403 or 429; {@code retry-after}; else, where {@code x-ratelimit-remaining} is 0,
 * not before {@code x-ratelimit-reset}; else a minute at least, and longer each time. <a
 * href="https://docs.docker.com/reference/api/hub/latest/">Docker Hub API</a>: 429 and {@code
 * X-Retry-After}.
 */
final class RateLimit {
  private static final Duration UNSAID = Duration.ofMinutes(1);
  private static final Pattern UNIX = Pattern.compile("[0-9]{1,12}");

  private final Time time;
  private int unsaid;

  RateLimit(Time time) {
    this.time = time;
  }

  /** Why to try again; null where the answer is the caller's matter. */
  @Nullable TransientFailure failure(String host, Response response, ErrorBody body) {
    int status = response.code();
    String reason = host + " answered " + body.description();
    // By the server's clock where it tells: ours may be wrong by a day.
    Instant date = VendorAnswers.date(response);
    Instant now = date == null ? time.now() : date;
    Duration asked = asked(response.headers(), body, now);
    if (status == 429 || (status == 403 && (asked != null || body.mentions("rate limit")))) {
      Duration wait = asked == null ? longer() : asked;
      Instant end = time.now().plus(min(wait)).truncatedTo(ChronoUnit.SECONDS);
      return TransientFailure.ofTheHost(reason + ", a limit of requests that ends at " + end, wait);
    }
    if (status != 408 && status < 500) {
      return null;
    }
    return (status == 503 || asked != null
            ? TransientFailure.ofTheHost(reason, asked)
            : TransientFailure.of(reason, null))
        .inDoubt();
  }

  private static @Nullable Duration asked(Headers headers, ErrorBody body, Instant now) {
    Duration said = RetryAfter.of(headers, body.text(), now);
    if (said != null) {
      return said;
    }
    String remaining = headers.get("X-RateLimit-Remaining");
    String reset = headers.get("X-RateLimit-Reset");
    boolean over =
        remaining != null
            && remaining.strip().equals("0")
            && reset != null
            && UNIX.matcher(reset.strip()).matches();
    if (!over) {
      return null;
    }
    Duration wait = Duration.between(now, Instant.ofEpochSecond(Long.parseLong(reset.strip())));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private Duration longer() {
    return UNSAID.multipliedBy(1L << Math.min(unsaid++, 10));
  }

  /** Far off is far enough to be told, and has a date. */
  private static Duration min(Duration wait) {
    Duration most = Duration.ofDays(3660);
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
