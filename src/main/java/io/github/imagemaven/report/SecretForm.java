package io.github.imagemaven.report;

import java.util.regex.Pattern;

/** What has the form of an address with a password in it, wherever somebody wrote it. */
public final class SecretForm {
  private static final Pattern DIGEST = Pattern.compile("sha(256|512):[0-9a-f]+");

  private SecretForm() {}

  /**
   * Whether a text may be {@code user:password@host}: but for a digest at its end, a colon stands
   * before its last at sign.
   */
  public static boolean isPossible(String text) {
    int at = text.lastIndexOf('@');
    if (at >= 0 && isDigest(text.substring(at + 1))) {
      return isPossible(text.substring(0, at));
    }
    return at >= 0 && text.lastIndexOf(':', at) >= 0;
  }

  /** Whether a text that stands behind an at sign is meant as a digest. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /** The text in quotes for a message, or, where it may hold a password, words instead of it. */
  public static String quoted(String text) {
    return isPossible(text) ? "(not repeated, it may hold a password)" : "'" + text + "'";
  }
}
