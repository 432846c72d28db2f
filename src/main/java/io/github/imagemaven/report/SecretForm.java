package io.github.imagemaven.report;

import java.util.regex.Pattern;

/** What has the form of an address with a password or a token in it, wherever somebody wrote it. */
public final class SecretForm {
  private static final Pattern DIGEST = Pattern.compile("sha(256|512):[0-9a-f]+");
  private static final Pattern MEANT_AS_DIGEST = Pattern.compile("sha(256|512)(:[^@]*)?");

  /** A name with a slash in it, behind which somebody wrote a tag as if it were a digest. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+(?:/[a-z0-9._-]+)+");

  private SecretForm() {}

  /**
   * Whether a text may be {@code user:password@host} or {@code token@host}. Nothing but a digest
   * stands behind an at sign in a reference; so what stands before one is taken for a secret, but
   * for the name of an image, as before a digest, or before anything where it has a slash.
   */
  public static boolean isPossible(String text) {
    String rest = withoutDigest(text);
    int at = rest.lastIndexOf('@');
    if (at < 0) {
      return false;
    }
    String before = rest.substring(0, at);
    String behind = rest.substring(at + 1);
    boolean isName = NAME.matcher(before).matches() || MEANT_AS_DIGEST.matcher(behind).matches();
    return isPair(rest) || before.indexOf('@') >= 0 || (!before.isEmpty() && !isName);
  }

  /**
   * Whether a text may be {@code user:password@host}: but for a digest at its end, a colon stands
   * before its last at sign.
   */
  public static boolean isPair(String text) {
    String rest = withoutDigest(text);
    int at = rest.lastIndexOf('@');
    return at >= 0 && rest.lastIndexOf(':', at) >= 0;
  }

  private static String withoutDigest(String text) {
    int at = text.lastIndexOf('@');
    return at >= 0 && isDigest(text.substring(at + 1))
        ? withoutDigest(text.substring(0, at))
        : text;
  }

  /** Whether a text that stands behind an at sign is meant as a digest. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /**
   * The text in quotes for a message, as {@link Quoted} has it where it is not plain, or, where it
   * may hold a password, words instead of it.
   */
  public static String quoted(String text) {
    if (isPossible(text)) {
      return "(not repeated, it may hold a password)";
    }
    return Quoted.isPlain(text) ? "'" + text + "'" : Quoted.of(text);
  }
}
