package io.github.imagemaven.build.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a Containerfile into instructions.
 *
 * <p>Source: <a href="https://docs.docker.com/reference/dockerfile/#parser-directives">Dockerfile
 * reference</a>, "Parser directives", "Here-documents".
 */
final class InstructionReader {
  /** Of UTF-8, as editors of Windows begin a file; engines pass over it. */
  private static final String MARK = "\ufeff";

  private static final Pattern ESCAPE =
      Pattern.compile("#\\s*escape\\s*=\\s*(\\S)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern DIRECTIVE = Pattern.compile("#\\s*[A-Za-z]+\\s*=.*");
  private static final Pattern SYNTAX =
      Pattern.compile("#\\s*syntax\\s*=\\s*(\\S+)\\s*", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final List<String> directives;

  InstructionReader(String written) {
    this.text = written.startsWith(MARK) ? written.substring(1) : written;
    // They stand before everything else.
    this.directives =
        text.lines().map(String::strip).takeWhile(DIRECTIVE.asMatchPredicate()).toList();
  }

  /** What BuildKit is to fetch and have it read by, {@code # syntax=…}; empty where nothing is. */
  String syntax() {
    return directive(SYNTAX, "");
  }

  List<Instruction> instructions() {
    Deque<String> lines = new ArrayDeque<>(text.lines().toList());
    String escape = directive(ESCAPE, "\\");
    List<Instruction> instructions = new ArrayList<>();
    int number = 0;
    int begun = 0;
    StringBuilder whole = new StringBuilder();
    while (!lines.isEmpty()) {
      String line = lines.remove();
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue; // also between continued lines
      }
      begun = whole.isEmpty() ? number : begun;
      if (content.endsWith(escape) && !lines.isEmpty()) {
        whole.append(content, 0, content.length() - 1).append(' ');
        continue;
      }
      Instruction instruction = instruction(begun, whole.append(content).toString());
      whole.setLength(0);
      instructions.add(instruction);
      for (Instruction.Terminator end : instruction.heredocs()) {
        boolean isInside = true;
        while (isInside && !lines.isEmpty()) {
          number++;
          isInside = !end.isIn(lines.remove());
        }
      }
    }
    if (!whole.isEmpty()) { // the last goes on, and nothing follows
      instructions.add(instruction(begun, whole.toString().strip()));
    }
    return List.copyOf(instructions);
  }

  private String directive(Pattern pattern, String usual) {
    return directives.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse(usual);
  }

  private static Instruction instruction(int line, String text) {
    String[] parts = text.split("\\s+", 2);
    String keyword = parts[0].toUpperCase(Locale.ROOT);
    String arguments = parts.length < 2 ? "" : parts[1];
    return keyword.equals("ONBUILD") && !arguments.isEmpty()
        ? instruction(line, arguments) // it needs of the engine what that one does
        : new Instruction(line, keyword, arguments);
  }
}
