package io.github.imagemaven.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Text that a stranger may have chosen, such as the name of a branch, made fit for a message: one
 * line, not long, nothing that a terminal or a reader could take for something else.
 */
public final class Quoted {
  private static final int LENGTH = 60;
  private static final int LIST_LENGTH = 5;

  private Quoted() {}

  /**
   * The text in quotes; what is no letter, digit or ASCII sign is shown by its number, as is the
   * bracket of {@code ##[}, by which GitHub's runner knows a command anywhere in a line.
   */
  public static String of(String text) {
    return shown(text).replace("##[", "##\\u{5b}");
  }

  /**
   * Whether a message may hold the text as it is, without quotes: it is one line, all of it is seen
   * where it stands, and no command of GitHub's runner is in it.
   */
  public static boolean isPlain(String text) {
    return !text.contains("##[") && text.codePoints().noneMatch(Quoted::isUnseen);
  }

  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder("'");
    int[] points = text.codePoints().limit(LENGTH).toArray();
    for (int point : points) {
      boolean plain = point < 128 ? point >= ' ' && point < 127 : Character.isLetterOrDigit(point);
      if (plain) {
        shown.appendCodePoint(point);
      } else {
        shown.append("\\u{").append(Integer.toHexString(point)).append('}');
      }
    }
    int length = text.codePointCount(0, text.length());
    return length > points.length
        ? shown.append("…' (").append(length).append(" characters)").toString()
        : shown.append('\'').toString();
  }

  /** The same for a setting's value: where it may hold a password, words instead of it. */
  public static String ofSetting(String value) {
    return SecretForm.isPossible(value) ? SecretForm.quoted(value) : of(value);
  }

  /** Several, separated by commas; of many the first five, and how many more. */
  public static String list(List<String> texts) {
    String first =
        texts.stream().limit(LIST_LENGTH).map(Quoted::of).collect(Collectors.joining(", "));
    return texts.size() > LIST_LENGTH
        ? first + " and " + (texts.size() - LIST_LENGTH) + " more"
        : first;
  }
}
