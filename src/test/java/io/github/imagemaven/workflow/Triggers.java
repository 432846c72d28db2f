package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which events start a workflow.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet">workflow
 * syntax, filter patterns</a>.
 *
 * @param events what is written behind {@code on}, by event
 */
record Triggers(Map<String, Node> events) {
  static Triggers of(Node root) {
    Node on = root.child("on");
    Map<String, Node> events = new LinkedHashMap<>();
    if (on.yaml() instanceof Map) {
      on.children().forEach(each -> events.put(each.name(), each));
    } else {
      root.list("on").forEach(name -> events.put(name, new Node(name, null)));
    }
    for (Node filters : events.values()) {
      if (filters.name().equals("push") || filters.name().equals("pull_request")) {
        filters.allow("branches", "tags");
      }
    }
    return new Triggers(events);
  }

  /** Whether an event starts the workflow. */
  boolean include(Event event) {
    Node filters = events.get(event.name());
    if (filters == null) {
      return false;
    }
    return switch (event.name()) {
      case "push" -> push(filters, event);
      case "pull_request" -> !filters.has("branches") || matches(filters, "branches", "main");
      default -> true;
    };
  }

  /** A filter of branches alone leaves all tags out, and the other way round. */
  private static boolean push(Node filters, Event event) {
    String kind = event.refType().equals("tag") ? "tags" : "branches";
    return filters.has(kind)
        ? matches(filters, kind, event.refName())
        : !filters.has("tags") && !filters.has("branches");
  }

  private static boolean matches(Node filters, String kind, String name) {
    List<String> patterns = filters.list(kind);
    return patterns.stream().anyMatch(each -> Pattern.matches(regex(each), name));
  }

  private static String regex(String pattern) {
    if (pattern.startsWith("!")) {
      throw new IllegalArgumentException("the kit does not know the filter " + pattern);
    }
    return pattern
        .replace(".", "\\.")
        .replace("**", "\0")
        .replace("*", "[^/]*")
        .replace("\0", ".*");
  }
}
