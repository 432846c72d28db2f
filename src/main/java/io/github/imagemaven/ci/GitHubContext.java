package io.github.imagemaven.ci;

import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.release.Trigger;
import java.util.Map;

/**
 * What started a GitHub Actions run.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/variables">variables</a>
 * and <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows">
 * events that trigger workflows</a>.
 */
final class GitHubContext {
  private GitHubContext() {}

  /** Reads the variables; what is missing makes the run one that does not publish. */
  static RunContext of(Map<String, String> environment) {
    String event = environment.getOrDefault("GITHUB_EVENT_NAME", "");
    String ref = environment.getOrDefault("GITHUB_REF_NAME", "");
    String type = ref.isEmpty() ? "" : environment.getOrDefault("GITHUB_REF_TYPE", "");
    return new RunContext(
        "GitHub Actions",
        trigger(event, type),
        event,
        ref,
        CommitId.orNull(environment.get("GITHUB_SHA")));
  }

  /**
   * Only events whose ref is what was built publish by it. A called workflow sees its caller's
   * event. The ref of {@code pull_request_target} and {@code workflow_run} is the branch that the
   * change would go to, however foreign the change; so those, and every event that is not known
   * here, publish nothing.
   */
  private static Trigger trigger(String event, String refType) {
    return switch (event) {
      case "push", "schedule", "release", "repository_dispatch" -> byRef(refType);
      case "workflow_dispatch" -> Trigger.MANUAL;
      default -> Trigger.CHANGE;
    };
  }

  private static Trigger byRef(String type) {
    return switch (type) {
      case "branch" -> Trigger.BRANCH;
      case "tag" -> Trigger.TAG;
      default -> Trigger.CHANGE;
    };
  }
}
