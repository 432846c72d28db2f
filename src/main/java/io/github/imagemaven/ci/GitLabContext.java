package io.github.imagemaven.ci;

import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.release.Trigger;
import java.util.Map;

/**
 * What started a GitLab pipeline.
 *
 * <p>Source: <a href="https://docs.gitlab.com/ci/variables/predefined_variables/">predefined
 * variables</a> and <a
 * href="https://docs.gitlab.com/ci/jobs/job_rules/#ci_pipeline_source-predefined-variable">
 * CI_PIPELINE_SOURCE</a>.
 */
final class GitLabContext {
  private GitLabContext() {}

  /** Reads the variables; what is missing makes the run one that does not publish. */
  static RunContext of(Map<String, String> environment) {
    String source = environment.getOrDefault("CI_PIPELINE_SOURCE", "");
    String tag = environment.getOrDefault("CI_COMMIT_TAG", "");
    String branch = environment.getOrDefault("CI_COMMIT_BRANCH", "");
    String ref = environment.getOrDefault("CI_COMMIT_REF_NAME", "");
    if (!tag.isEmpty()) {
      ref = tag;
    } else if (!branch.isEmpty()) {
      ref = branch;
    }
    return new RunContext(
        "GitLab CI",
        isChange(environment) ? Trigger.CHANGE : trigger(source, tag, branch),
        source,
        ref,
        CommitId.orNull(environment.get("CI_COMMIT_SHA")));
  }

  /** A child pipeline has its parent's merge request and another source. */
  private static boolean isChange(Map<String, String> environment) {
    return !environment.getOrDefault("CI_MERGE_REQUEST_IID", "").isEmpty()
        || !environment.getOrDefault("CI_EXTERNAL_PULL_REQUEST_IID", "").isEmpty();
  }

  /**
   * Another pipeline, or a program with a trigger token, stands for an event of its own, as
   * GitHub's {@code repository_dispatch} does; who asks through the page, the pipelines API or a
   * chat asks for this one run.
   */
  private static Trigger trigger(String source, String tag, String branch) {
    return switch (source) {
      case "push", "schedule", "trigger", "pipeline", "parent_pipeline" -> byRef(tag, branch);
      case "web", "api", "chat" -> Trigger.MANUAL;
      default -> Trigger.CHANGE;
    };
  }

  private static Trigger byRef(String tag, String branch) {
    if (!tag.isEmpty()) {
      return Trigger.TAG;
    }
    return branch.isEmpty() ? Trigger.CHANGE : Trigger.BRANCH;
  }
}
