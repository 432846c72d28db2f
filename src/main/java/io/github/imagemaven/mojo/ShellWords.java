package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line into words as a POSIX shell does, with single and double quotes and backslashes,
 * and nothing else of a shell: no variables, no globs.
 *
 * <p>Rule: <a
 * href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02">POSIX,
 * Quoting</a>.
 */
final class ShellWords {
  private final String what;
  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private ShellWords(String what, String line) {
    this.what = what;
    this.line = line;
  }

  /**
   * The words of a line.
   *
   * @param what the setting, for the message
   * @throws ConfigurationException where a quote is not closed or a backslash stands last
   */
  static List<String> split(String what, String line) {
    return new ShellWords(what, line).split();
  }

  private List<String> split() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> escaped();
        default -> append(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void escaped() {
    if (!lineContinued()) {
      append(next("the backslash", at));
    }
  }

  /** Behind a backslash: a line's end goes with it, and ends no word. */
  private boolean lineContinued() {
    int end = line.startsWith("\r\n", at) ? 2 : line.startsWith("\n", at) ? 1 : 0;
    at += end;
    return end > 0;
  }

  private void singleQuoted() {
    inWord = true;
    int opened = at;
    for (char c = next("the '", opened); c != '\''; c = next("the '", opened)) {
      word.append(c);
    }
  }

  private void doubleQuoted() {
    inWord = true;
    int opened = at;
    for (char c = next("the \"", opened); c != '"'; c = next("the \"", opened)) {
      if (c == '\\' && lineContinued()) {
        continue;
      }
      if (c == '\\' && at < line.length() && "\"\\$`".indexOf(line.charAt(at)) >= 0) {
        c = line.charAt(at++);
      }
      word.append(c);
    }
  }

  private void append(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  /** The value itself, which may hold a password, is not repeated. */
  private char next(String begun, int place) {
    if (at >= line.length()) {
      throw new ConfigurationException(
          what
              + " is not valid: expected words as in a shell, and nothing ends "
              + begun
              + " that is character "
              + place
              + " of "
              + line.length());
    }
    return line.charAt(at++);
  }
}
