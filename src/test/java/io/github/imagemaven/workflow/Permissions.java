package io.github.imagemaven.workflow;

import java.util.List;
import java.util.Map;

/**
 * What the token of a job may do.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions">workflow
 * syntax, permissions</a>.
 *
 * @param levels {@code read} or {@code write} by scope; a scope that is missing is closed
 */
record Permissions(Map<String, String> levels) {
  private static final List<String> LEVELS = List.of("none", "read", "write");

  /** Where a workflow says nothing, in a repository whose settings nobody has touched. */
  static final Permissions USUAL = new Permissions(Map.of("contents", "read", "packages", "read"));

  /** Those of a workflow or a job; null where it says nothing. */
  static Permissions of(Node node) {
    Node permissions = node.child("permissions");
    if (permissions.yaml() == null) {
      return null;
    }
    if (!(permissions.yaml() instanceof Map)) {
      throw new IllegalArgumentException("the kit does not know permissions " + permissions.yaml());
    }
    Map<String, String> levels = node.texts("permissions");
    if (!LEVELS.containsAll(levels.values())) {
      throw new IllegalArgumentException("no such permissions: " + levels);
    }
    return new Permissions(levels);
  }

  boolean allow(String scope, String level) {
    return LEVELS.indexOf(levels.getOrDefault(scope, "none")) >= LEVELS.indexOf(level);
  }

  /** What is more than somebody else may. */
  List<String> beyond(Permissions limit) {
    return levels.entrySet().stream()
        .filter(each -> !limit.allow(each.getKey(), each.getValue()))
        .map(each -> each.getKey() + ": " + each.getValue())
        .sorted()
        .toList();
  }
}
