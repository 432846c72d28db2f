package io.github.imagemaven.ci;

/** Text without what is not seen, or shows the rest otherwise than it is. */
final class Plain {
  private static final int REPLACEMENT = 0xFFFD;

  private Plain() {}

  /**
   * Control characters but for white space, invisible formatting (a change of writing direction
   * among it) and halves of surrogate pairs are shown as U+FFFD; what is too long is cut.
   *
   * @param most characters, counted as Java does, that are left at most
   */
  static String text(String text, int most) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().map(Plain::shown).forEach(plain::appendCodePoint);
    if (plain.length() <= most) {
      return plain.toString();
    }
    int end = Character.isHighSurrogate(plain.charAt(most - 2)) ? most - 2 : most - 1;
    return plain.substring(0, end) + "…";
  }

  private static int shown(int point) {
    if (point == '\n' || point == '\r' || point == '\t') {
      return point;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          REPLACEMENT;
      default -> point;
    };
  }
}
