package io.github.imagemaven.ci;

import java.util.regex.Pattern;

/**
 * Foreign text in GitHub's Markdown.
 *
 * <p>Source: <a href="https://github.github.com/gfm/">GitHub Flavored Markdown</a>, code spans, and
 * entity references, which stand for themselves and never for markup, nor for the end of a cell.
 */
final class Markdown {
  private static final int MOST = 500;

  /** Nothing in it ends a code span or a cell. */
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/@+-]+");

  private Markdown() {}

  /** The text as code: no mention of anybody in it, and no emoji. */
  static String code(String text) {
    return HARMLESS.matcher(text).matches() && text.length() <= MOST
        ? "`" + text + "`"
        : "<code>" + text(text) + "</code>";
  }

  /** The text among other text, on one line. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    Plain.text(text.strip(), MOST).codePoints().forEach(point -> append(escaped, point));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int point) {
    if (point == '\n' || point == '\r' || point == '\t') {
      escaped.append(' ');
    } else if (point == ' ' || point > 127 || Character.isLetterOrDigit(point)) {
      escaped.appendCodePoint(point);
    } else {
      escaped.append("&#").append(point).append(';');
    }
  }
}
