package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of a workflow with expressions in it. */
final class Template {
  private static final Pattern EXPRESSION =
      Pattern.compile("\\$\\{\\{((?:[^'}]|'[^']*'|}(?!}))*)}}");

  private Template() {}

  /** The text with all expressions replaced. */
  static String text(String template, Scope scope) {
    String text =
        EXPRESSION
            .matcher(template)
            .replaceAll(match -> Matcher.quoteReplacement(value(match, scope)));
    if (EXPRESSION.matcher(template).replaceAll("").contains("${{")) {
      throw new ExpressionException("an expression without an end: " + template);
    }
    return text;
  }

  private static String value(MatchResult match, Scope scope) {
    return Values.text(Expression.evaluate(match.group(1), scope));
  }

  /** The value of what is one expression and nothing else, with its kind; else the text. */
  static Object value(String template, Scope scope) {
    Matcher whole = EXPRESSION.matcher(template.strip());
    return whole.matches() ? Expression.evaluate(whole.group(1), scope) : text(template, scope);
  }

  static Map<String, String> texts(Map<String, String> templates, Scope scope) {
    Map<String, String> texts = new LinkedHashMap<>();
    templates.forEach((name, template) -> texts.put(name, text(template, scope)));
    return texts;
  }
}
