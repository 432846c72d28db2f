package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a workflow says of itself to those that call it.
 *
 * @param inputs by name
 * @param secrets by name, and whether it is required
 * @param outputs templates that see {@code jobs} and {@code inputs}
 */
record Callable(
    Map<String, Input> inputs, Map<String, Boolean> secrets, Map<String, String> outputs) {
  /** Null where the workflow cannot be called. */
  static Callable of(Node on) {
    if (!on.has("workflow_call")) {
      return null;
    }
    Node call = on.child("workflow_call");
    call.allow("inputs", "secrets", "outputs");
    Map<String, Input> inputs = new LinkedHashMap<>();
    call.child("inputs").children().forEach(each -> inputs.put(each.name(), Input.of(each)));
    Map<String, Boolean> secrets = new LinkedHashMap<>();
    for (Node secret : call.child("secrets").children()) {
      secret.allow("description", "required");
      secrets.put(secret.name(), Boolean.TRUE.equals(secret.value("required")));
    }
    Map<String, String> outputs = new LinkedHashMap<>();
    for (Node output : call.child("outputs").children()) {
      output.allow("description", "value");
      outputs.put(output.name(), output.text("value"));
    }
    return new Callable(inputs, secrets, outputs);
  }
}
