package io.github.imagemaven.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.release.Trigger;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabContextTest {
  private static final String COMMIT = "f".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "push, CI_COMMIT_BRANCH, BRANCH",
    "push, CI_COMMIT_TAG, TAG",
    "schedule, CI_COMMIT_BRANCH, BRANCH",
    "schedule, CI_COMMIT_TAG, TAG",
    "trigger, CI_COMMIT_BRANCH, BRANCH",
    "pipeline, CI_COMMIT_TAG, TAG",
    "parent_pipeline, CI_COMMIT_BRANCH, BRANCH",
    "web, CI_COMMIT_BRANCH, MANUAL",
    "web, CI_COMMIT_TAG, MANUAL",
    "api, CI_COMMIT_BRANCH, MANUAL",
    "chat, CI_COMMIT_BRANCH, MANUAL",
  })
  void theseSourcesPublish(String source, String variable, Trigger trigger) {
    assertThat(of(source, Map.of(variable, "a/b", "CI_COMMIT_REF_NAME", "a/b")))
        .isEqualTo(new RunContext("GitLab CI", trigger, source, "a/b", COMMIT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "merge_request_event",
        "external_pull_request_event",
        "external",
        "webide",
        "security_orchestration_policy",
        "ondemand_dast_scan",
        "",
        "of 2031"
      })
  void noOtherSourcePublishes(String source) {
    assertThat(of(source, Map.of("CI_COMMIT_BRANCH", "main")).trigger()).isEqualTo(Trigger.CHANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID"})
  void theChildPipelineOfAMergeRequestPublishesNothing(String request) {
    RunContext context = of("parent_pipeline", Map.of(request, "12", "CI_COMMIT_BRANCH", "main"));
    assertThat(context.trigger()).isEqualTo(Trigger.CHANGE);
  }

  @Test
  void aMergeRequestHasItsBranchInTheNameOfTheRefAlone() {
    RunContext context = of("merge_request_event", Map.of("CI_COMMIT_REF_NAME", "feature"));
    assertThat(context.ref()).isEqualTo("feature");
    assertThat(of("push", Map.of("CI_COMMIT_REF_NAME", "feature")).trigger())
        .isEqualTo(Trigger.CHANGE);
  }

  private static RunContext of(String source, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("CI_PIPELINE_SOURCE", source);
    environment.put("CI_COMMIT_SHA", COMMIT);
    return GitLabContext.of(environment);
  }
}
