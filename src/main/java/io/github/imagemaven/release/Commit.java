package io.github.imagemaven.release;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A commit.
 *
 * @param id in full
 * @param time when it was made; null where only its id is known
 */
public record Commit(String id, @Nullable Instant time) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** Seconds of the years 1970 to 2223: what a damaged clock wrote is not taken for a time. */
  private static final Pattern TIME = Pattern.compile("[1-7]?[0-9]{1,9}");

  /** Where text is an id and nothing else. */
  public static @Nullable Commit ofId(String text) {
    return ID.matcher(text).matches() ? new Commit(text, null) : null;
  }

  /** {@code 1795516307 01db34a3…}: seconds since 1970 and the id; {@code 0} for no known time. */
  public static @Nullable Commit parse(String text) {
    String[] parts = text.split(" ", 2);
    Commit commit = ofId(parts[parts.length - 1]);
    if (commit == null || parts.length == 1) {
      return null;
    }
    boolean known = TIME.matcher(parts[0]).matches() && !parts[0].equals("0");
    return known ? new Commit(commit.id, Instant.ofEpochSecond(Long.parseLong(parts[0]))) : commit;
  }

  /** The first seven digits of its id, as people write it. */
  public String shortId() {
    return id.substring(0, 7);
  }

  /** What {@link #parse} reads. */
  public String text() {
    return (time == null ? 0 : time.getEpochSecond()) + " " + id;
  }
}
