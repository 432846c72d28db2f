package io.github.imagemaven.build.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One instruction of a Containerfile.
 *
 * @param line the number of the line it begins in, from 1
 * @param keyword in capitals, {@code RUN}
 * @param arguments what follows, continued lines joined, bodies of here-documents left out
 */
record Instruction(int line, String keyword, String arguments) {
  /** Source: moby/buildkit, {@code frontend/dockerfile/parser}: a whole word of this form. */
  private static final Pattern HEREDOC = Pattern.compile("[0-9]*<<(-?)([^<]+)");

  /** Its words; what stands in quotes is one word, whose quotes it keeps. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (char c : arguments.toCharArray()) {
      if (quote == 0 && Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
        continue;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      word.append(c);
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** The value of the flag {@code --NAME=VALUE} before other arguments; empty where it has none. */
  String flag(String name) {
    List<String> values = flags(name);
    return values.isEmpty() ? "" : values.get(0);
  }

  /** The values of a flag that may be there several times. */
  List<String> flags(String name) {
    String begin = "--" + name + "=";
    return words().stream()
        .takeWhile(word -> word.startsWith("--"))
        .filter(word -> word.startsWith(begin))
        .map(word -> word.substring(begin.length()))
        .toList();
  }

  /** What is no flag. */
  List<String> operands() {
    return words().stream().dropWhile(word -> word.startsWith("--")).toList();
  }

  /** The words that end its here-documents, in order; none where it has none. */
  List<Terminator> heredocs() {
    List<Terminator> found = new ArrayList<>();
    if (keyword.equals("RUN") || keyword.equals("COPY") || keyword.equals("ADD")) {
      for (String word : words()) {
        Matcher matcher = HEREDOC.matcher(word);
        if (matcher.matches()) {
          String end = matcher.group(2).replaceAll("[\"']", "");
          found.add(new Terminator(end, !matcher.group(1).isEmpty()));
        }
      }
    }
    return found;
  }

  /**
   * The line that ends a here-document.
   *
   * @param word the line
   * @param tabs whether tabs may stand before it
   */
  record Terminator(String word, boolean tabs) {
    boolean isIn(String line) {
      return (tabs ? line.replaceFirst("^\t+", "") : line).equals(word);
    }
  }
}
