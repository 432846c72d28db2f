package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What started a run.
 *
 * @param name {@code push} or {@code workflow_dispatch}
 * @param refType {@code branch} or {@code tag}
 * @param refName the branch or tag
 * @param sha the commit
 * @param inputs that somebody has filled in
 */
record Event(String name, String refType, String refName, String sha, Map<String, Object> inputs) {
  private static final String OWNER = "acme";
  private static final String REPOSITORY = OWNER + "/shop";

  static Event push(String refType, String refName, String sha) {
    return new Event("push", refType, refName, sha, Map.of());
  }

  static Event dispatch(String branch, String sha, Map<String, Object> inputs) {
    return new Event("workflow_dispatch", "branch", branch, sha, inputs);
  }

  private String ref() {
    return (refType.equals("tag") ? "refs/tags/" : "refs/heads/") + refName;
  }

  /** Without value where a push started the run. */
  Known inputs(Workflow workflow) {
    Map<String, Object> values = new LinkedHashMap<>(workflow.inputs());
    if (name.equals("push")) {
      values.replaceAll((input, any) -> null);
    }
    for (Map.Entry<String, Object> given : inputs.entrySet()) {
      if (!values.containsKey(given.getKey())) {
        throw new IllegalArgumentException("there is no input " + given.getKey());
      }
      values.put(given.getKey(), given.getValue());
    }
    return new Known(values);
  }

  Known github(Workflow workflow, String token) {
    Map<String, Object> values = new LinkedHashMap<>();
    variables(workflow)
        .forEach(
            (key, value) ->
                values.put(key.substring("GITHUB_".length()).toLowerCase(Locale.ROOT), value));
    values.put("token", token);
    return new Known(values);
  }

  /** What the runner sets for every step, but for paths. */
  Map<String, String> variables(Workflow workflow) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("GITHUB_EVENT_NAME", name);
    variables.put("GITHUB_REF", ref());
    variables.put("GITHUB_REF_NAME", refName);
    variables.put("GITHUB_REF_TYPE", refType);
    variables.put("GITHUB_SHA", sha);
    variables.put("GITHUB_REPOSITORY", REPOSITORY);
    variables.put("GITHUB_REPOSITORY_OWNER", OWNER);
    variables.put("GITHUB_ACTOR", "somebody");
    variables.put("GITHUB_WORKFLOW", workflow.name());
    variables.put("GITHUB_RUN_ID", "1");
    variables.put("GITHUB_RUN_ATTEMPT", "1");
    variables.put("GITHUB_SERVER_URL", "https://github.com");
    return variables;
  }
}
