package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What started a run.
 *
 * @param name {@code push}, {@code pull_request} or {@code workflow_dispatch}
 * @param ref in full
 * @param sha the commit
 * @param inputs that somebody has filled in
 * @param isFromFork a pull request from another repository, which sees no secrets and may only read
 */
record Event(String name, String ref, String sha, Map<String, Object> inputs, boolean isFromFork) {
  private static final String OWNER = "acme";
  private static final String REPOSITORY = OWNER + "/shop";

  static Event push(String refType, String refName, String sha) {
    String ref = (refType.equals("tag") ? "refs/tags/" : "refs/heads/") + refName;
    return new Event("push", ref, sha, Map.of(), false);
  }

  static Event dispatch(String branch, String sha, Map<String, Object> inputs) {
    return new Event("workflow_dispatch", "refs/heads/" + branch, sha, inputs, false);
  }

  /**
   * One that wants to go into main.
   *
   * @param sha the merge that GitHub has tried
   */
  static Event pullRequest(int number, String sha, boolean isFromFork) {
    return new Event("pull_request", "refs/pull/" + number + "/merge", sha, Map.of(), isFromFork);
  }

  /** A pull request counts as a branch. */
  String refType() {
    return ref.startsWith("refs/tags/") ? "tag" : "branch";
  }

  String refName() {
    return ref.replaceFirst("refs/(heads|tags|pull)/", "");
  }

  /** Without value where nobody could fill anything in. */
  Known inputs(Workflow workflow) {
    boolean isByHand = name.equals("workflow_dispatch");
    Map<String, Object> values = new LinkedHashMap<>();
    for (Input input : workflow.inputs().values()) {
      values.put(input.name(), isByHand ? input.value(inputs.get(input.name())) : null);
    }
    if (!values.keySet().containsAll(inputs.keySet())) {
      throw new IllegalArgumentException("there are no such inputs: " + inputs.keySet());
    }
    return new Known(values);
  }

  /** The context {@code github} has the same under shorter names. */
  static Map<String, String> context(Map<String, String> variables) {
    Map<String, String> values = new LinkedHashMap<>();
    variables.forEach(
        (key, value) ->
            values.put(key.substring("GITHUB_".length()).toLowerCase(Locale.ROOT), value));
    return values;
  }

  /** What the runner sets for every step, whatever workflow and job it is of. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    boolean isPullRequest = name.equals("pull_request");
    variables.put("GITHUB_EVENT_NAME", name);
    variables.put("GITHUB_REF", ref);
    variables.put("GITHUB_REF_NAME", refName());
    variables.put("GITHUB_REF_TYPE", refType());
    variables.put("GITHUB_HEAD_REF", isPullRequest ? "feature" : "");
    variables.put("GITHUB_BASE_REF", isPullRequest ? "main" : "");
    variables.put("GITHUB_SHA", sha);
    variables.put("GITHUB_REPOSITORY", REPOSITORY);
    variables.put("GITHUB_REPOSITORY_OWNER", OWNER);
    variables.put("GITHUB_ACTOR", "somebody");
    variables.put("GITHUB_RUN_ID", "1");
    variables.put("GITHUB_RUN_ATTEMPT", "1");
    variables.put("GITHUB_SERVER_URL", "https://github.com");
    return variables;
  }
}
