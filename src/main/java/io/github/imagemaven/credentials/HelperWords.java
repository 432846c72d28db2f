package io.github.imagemaven.credentials;

import java.util.regex.Pattern;

/**
 * What a failed helper said, made fit for a message: no secret, no control characters, not long.
 */
final class HelperWords {
  private static final int LENGTH = 300;

  /** An answer, or a piece of one: then nothing is shown, nor of a single word. */
  private static final Pattern ANSWER = Pattern.compile("(?i)\\{|\"?secret\"?\\s*:");

  /** The value in {@code password=…}, {@code token: …}, {@code Bearer …}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|token|secret|key|authorization)\\S*?\\s*[=:]\\s*"
              + "(?:basic |bearer )?|bearer |basic |//[^/\\s:@]+:)[^\\s@]+");

  /** Long words of letters and digits mixed, as tokens are. Paths and host names are not. */
  private static final Pattern TOKEN_LIKE =
      Pattern.compile("(?=[A-Za-z0-9+_=-]*[0-9])(?=[A-Za-z0-9+_=-]*[A-Za-z])[A-Za-z0-9+_=-]{20,}");

  /** The same with slashes, as base64 has them, where it is no path: small and large letters. */
  private static final Pattern BASE64_LIKE =
      Pattern.compile(
          "(?<![A-Za-z0-9+/_=.~:-])(?=[a-z0-9+/_=-]*[A-Z])(?=[A-Z0-9+/_=-]*[a-z])"
              + "(?=[A-Za-z+/_=-]*[0-9])[A-Za-z0-9+/_=-]{20,}");

  /** A word with a digit behind {@code password}: others are what is said of it. */
  private static final Pattern BEHIND =
      Pattern.compile("(?i)\\b(password|passwd|passphrase|token|secret)(\\s+)(?=\\S*[0-9])\\S+");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private HelperWords() {}

  /** The words after {@code ": "} and in quotes, nothing where there are none. */
  static String quoted(String words) {
    String line = CONTROL.matcher(words.strip()).replaceAll(" ").strip();
    if (line.isEmpty()) {
      return "";
    }
    if (!line.contains(" ") || ANSWER.matcher(line).find()) {
      return " (its words may hold a secret and are not shown)";
    }
    line = NAMED.matcher(line).replaceAll("$1***");
    line = BASE64_LIKE.matcher(line).replaceAll("***");
    line = BEHIND.matcher(line).replaceAll("$1$2***");
    line = TOKEN_LIKE.matcher(line).replaceAll("***");
    return ": \"" + (line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line) + "\"";
  }
}
