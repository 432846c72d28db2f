package io.github.imagemaven.cleanup;

import io.github.imagemaven.registry.VendorApi.Answer;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * What an answer of a vendor's API says of its limit of requests, by headers that GitHub and Docker
 * Hub have in common.
 *
 * @param left how many requests are left; empty where it did not say
 * @param secondsToReset in how many seconds there are more, by the vendor's clock; empty where it
 *     did not say
 */
record Quota(OptionalInt left, OptionalInt secondsToReset) {
  /** Before anybody has answered. */
  static final Quota UNKNOWN = new Quota(OptionalInt.empty(), OptionalInt.empty());

  static Quota of(Answer answer) {
    OptionalInt reset = number(answer, "x-ratelimit-reset");
    Instant now = answer.date();
    return new Quota(
        number(answer, "x-ratelimit-remaining"),
        reset.isEmpty() || now == null
            ? OptionalInt.empty()
            : OptionalInt.of((int) Math.max(0, reset.getAsInt() - now.getEpochSecond())));
  }

  private static OptionalInt number(Answer answer, String header) {
    try {
      return OptionalInt.of(Integer.parseInt(answer.headers().getOrDefault(header, "").strip()));
    } catch (NumberFormatException notSaid) {
      return OptionalInt.empty();
    }
  }
}
