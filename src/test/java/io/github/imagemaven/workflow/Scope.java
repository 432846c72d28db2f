package io.github.imagemaven.workflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an expression can see.
 *
 * @param contexts by name; a {@link Known}, or a map, in which a name that is missing has no value
 * @param status what {@code success()} and its like say
 */
record Scope(Map<String, Object> contexts, Status status) {
  private static final Set<String> CONTEXTS =
      Set.of("needs", "inputs", "matrix", "steps", "github", "secrets", "env", "jobs");

  /** How what came before has ended. */
  record Status(boolean success, boolean failure, boolean cancelled) {}

  Scope {
    for (String name : contexts.keySet()) {
      if (!CONTEXTS.contains(name)) {
        throw new IllegalArgumentException("the kit has no context " + name);
      }
    }
  }

  /** With one more context, or another in its place. */
  Scope with(String name, Object context) {
    Map<String, Object> more = new HashMap<>(contexts);
    more.put(name, context);
    return new Scope(more, status);
  }

  Scope with(Status other) {
    return new Scope(contexts, other);
  }

  Object context(String name) {
    if (!contexts.containsKey(name)) {
      throw new ExpressionException("there is no context '" + name + "' here");
    }
    return contexts.get(name);
  }

  /** A property of an object. */
  static Object property(Object of, String name) {
    if (of instanceof Known known) {
      if (!known.values().containsKey(name)) {
        throw new ExpressionException(
            "nobody has set '" + name + "'; known is " + known.values().keySet());
      }
      return known.values().get(name);
    }
    if (of instanceof Map<?, ?> map) {
      return map.get(name);
    }
    if (of == null) {
      return null;
    }
    throw new ExpressionException("'" + name + "' is looked up in what is no object");
  }

  /** An object of strings whose names are not all known, such as a step's outputs. */
  static Map<String, Object> open(Map<String, String> values) {
    return new HashMap<>(values);
  }

  static boolean isStructure(Object value) {
    return value instanceof Known || value instanceof Map<?, ?> || value instanceof List<?>;
  }
}
