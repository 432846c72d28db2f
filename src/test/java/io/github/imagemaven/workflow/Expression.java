package io.github.imagemaven.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates what stands between <code>${{</code> and <code>}}</code>: look-ups, literals, {@code ==
 * != && || !}, parentheses, {@code success() failure() always() cancelled() fromJSON()}, and
 * nothing else.
 */
final class Expression {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Tokens tokens;
  private final Scope scope;
  private boolean asksForStatus;

  private Expression(String text, Scope scope) {
    this.tokens = new Tokens(text);
    this.scope = scope;
  }

  /**
   * The value: null, {@code Boolean}, {@code Double}, {@code String}, {@code List}, {@code Map} or
   * {@link Known}.
   */
  static Object evaluate(String text, Scope scope) {
    return new Expression(text, scope).whole();
  }

  /**
   * An {@code if:}, with or without the braces. One that asks for no status wants success too.
   *
   * @param text null where there is none
   */
  static boolean condition(String text, Scope scope) {
    if (text == null) {
      return scope.status().success();
    }
    String inner = text.strip();
    if (inner.startsWith("${{") && inner.endsWith("}}")) {
      inner = inner.substring(3, inner.length() - 2);
    }
    Expression expression = new Expression(inner, scope);
    boolean value = Values.isTrue(expression.whole());
    return value && (expression.asksForStatus || scope.status().success());
  }

  private Object whole() {
    Object value = or();
    if (!tokens.peek().isEmpty()) {
      throw tokens.wrong("at '" + tokens.peek() + "'");
    }
    return value;
  }

  private Object or() {
    Object value = and();
    while (tokens.takeIf("||")) {
      Object other = and();
      value = Values.isTrue(value) ? value : other;
    }
    return value;
  }

  private Object and() {
    Object value = equality();
    while (tokens.takeIf("&&")) {
      Object other = equality();
      value = Values.isTrue(value) ? other : value;
    }
    return value;
  }

  private Object equality() {
    Object value = unary();
    while (tokens.peek().equals("==") || tokens.peek().equals("!=")) {
      boolean wanted = tokens.take().equals("==");
      value = Values.areEqual(value, unary()) == wanted;
    }
    return value;
  }

  private Object unary() {
    return tokens.takeIf("!") ? (Object) !Values.isTrue(unary()) : primary();
  }

  private Object primary() {
    String token = tokens.take();
    if (token.equals("(")) {
      Object value = or();
      tokens.expect(")");
      return value;
    }
    if (token.startsWith("'")) {
      return token.substring(1, token.length() - 1).replace("''", "'");
    }
    if (token.matches("-?[0-9].*")) {
      return Double.valueOf(token);
    }
    return switch (token) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> named(token);
    };
  }

  private Object named(String token) {
    if (!token.matches("[A-Za-z_].*")) {
      throw tokens.wrong(token.isEmpty() ? "it ends too early" : "at '" + token + "'");
    }
    Object value = tokens.takeIf("(") ? call(token) : scope.context(token);
    while (tokens.takeIf(".")) {
      value = Scope.property(value, name());
    }
    return value;
  }

  private String name() {
    String name = tokens.take();
    if (!name.matches("[A-Za-z_].*")) {
      throw tokens.wrong("expected a name, found '" + name + "'");
    }
    return name;
  }

  private Object call(String function) {
    if (function.equals("fromJSON")) {
      Object value = json(Values.text(or()));
      tokens.expect(")");
      return value;
    }
    tokens.expect(")");
    asksForStatus = true;
    return switch (function) {
      case "success" -> scope.status().success();
      case "failure" -> scope.status().failure();
      case "always" -> true;
      case "cancelled" -> scope.status().cancelled();
      default -> throw tokens.wrong("it has no function " + function);
    };
  }

  private Object json(String text) {
    try {
      return plain(JSON.readValue(text, Object.class));
    } catch (JsonProcessingException e) {
      throw tokens.wrong("no JSON: " + e.getOriginalMessage());
    }
  }

  /** Numbers have one kind. */
  private static Object plain(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Expression::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(String.valueOf(key), plain(each)));
      return copy;
    }
    return value;
  }
}
