package io.github.imagemaven.workflow;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job that runs another workflow.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations">
 * reusing workflows</a>.
 *
 * @param uses {@code owner/repository/.github/workflows/file@ref}, or {@code ./} and the path
 * @param with inputs, as YAML has them; texts may have expressions
 * @param secrets templates by the name that the called workflow has for them
 */
record Call(String uses, Map<String, Object> with, Map<String, String> secrets) {
  /** Null where the job has steps. */
  static Call of(Node job) {
    String uses = job.text("uses");
    if (uses == null) {
      return null;
    }
    job.allow("name", "needs", "if", "permissions", "concurrency", "uses", "with", "secrets");
    Map<String, Object> with = new LinkedHashMap<>();
    job.child("with").children().forEach(each -> with.put(each.name(), each.scalar()));
    if (job.child("secrets").yaml() instanceof String all) {
      throw new IllegalArgumentException("the kit does not know secrets: " + all);
    }
    return new Call(uses, with, job.texts("secrets"));
  }

  /** All inputs of the called workflow; those that are not given have their defaults. */
  Known inputs(Callable called, Scope scope) {
    requireKnown("input", with.keySet(), called.inputs().keySet());
    Map<String, Object> values = new LinkedHashMap<>();
    for (Input input : called.inputs().values()) {
      Object given = with.get(input.name());
      Object value = given instanceof String text ? Template.value(text, scope) : given;
      values.put(input.name(), input.value(value));
    }
    return new Known(values);
  }

  /** The secrets that it is given, empty where there is none; no others reach it. */
  Map<String, String> secrets(Callable called, Scope scope) {
    requireKnown("secret", secrets.keySet(), called.secrets().keySet());
    Map<String, String> values = new LinkedHashMap<>();
    called
        .secrets()
        .forEach(
            (name, isRequired) -> {
              if (isRequired && !secrets.containsKey(name)) {
                throw new IllegalArgumentException("the secret " + name + " is required");
              }
              values.put(name, Template.text(secrets.getOrDefault(name, ""), scope));
            });
    return values;
  }

  private void requireKnown(String what, Collection<String> given, Collection<String> known) {
    if (!known.containsAll(given)) {
      throw new IllegalArgumentException(uses + " has no such " + what + ": " + given);
    }
  }
}
