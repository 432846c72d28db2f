package io.github.imagemaven.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression, one after the other. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_-]*|-?[0-9]+(?:\\.[0-9]+)?"
              + "|==|!=|&&|\\|\\||[!().,])\\s*");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  Tokens(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.region(end, text.length()).lookingAt()) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (end < text.length()) {
      throw wrong("at '" + text.substring(end) + "'");
    }
  }

  /** The next word; empty at the end. */
  String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  String take() {
    String token = peek();
    next++;
    return token;
  }

  /** Takes the next word if it is this one. */
  boolean takeIf(String token) {
    boolean is = peek().equals(token);
    next += is ? 1 : 0;
    return is;
  }

  void expect(String token) {
    if (!takeIf(token)) {
      throw wrong("expected '" + token + "', found '" + peek() + "'");
    }
  }

  ExpressionException wrong(String what) {
    return new ExpressionException("the kit cannot evaluate ${{ " + text + " }}: " + what);
  }
}
