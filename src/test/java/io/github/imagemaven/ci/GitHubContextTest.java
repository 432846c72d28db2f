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

class GitHubContextTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @ParameterizedTest
  @CsvSource({
    "push, branch, BRANCH",
    "push, tag, TAG",
    "schedule, branch, BRANCH",
    "release, tag, TAG",
    "repository_dispatch, branch, BRANCH",
    "workflow_dispatch, branch, MANUAL",
    "workflow_dispatch, tag, MANUAL",
  })
  void theseEventsPublish(String event, String type, Trigger trigger) {
    assertThat(of(event, type, "a/b"))
        .isEqualTo(new RunContext("GitHub Actions", trigger, event, "a/b", COMMIT));
  }

  /** Where the ref is main, and what was built came from elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull_request",
        "pull_request_target",
        "pull_request_review",
        "merge_group",
        "workflow_run",
        "workflow_call",
        "issue_comment",
        "create",
        "deployment",
        "",
        "Push",
        "of 2031"
      })
  void noOtherEventPublishesWhateverItsRef(String event) {
    assertThat(of(event, "branch", "main").trigger()).isEqualTo(Trigger.CHANGE);
    assertThat(of(event, "tag", "v1.2.3").trigger()).isEqualTo(Trigger.CHANGE);
  }

  @Test
  void aPushOfNobodyKnowsWhatPublishesNothing() {
    assertThat(of("push", "", "main").trigger()).isEqualTo(Trigger.CHANGE);
    assertThat(of("push", "branch", "").trigger()).isEqualTo(Trigger.CHANGE);
    assertThat(GitHubContext.of(Map.of()))
        .isEqualTo(new RunContext("GitHub Actions", Trigger.CHANGE, "", "", null));
  }

  @Test
  void aRefIsHandedOnAsItIs() {
    for (String hostile : Reports.HOSTILE) {
      assertThat(of("push", "branch", hostile).ref()).isEqualTo(hostile);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123abc", "$(id)", "0123456789ABCDEF0123456789ABCDEF01234567"})
  void whatIsNoCommitIsNone(String commit) {
    Map<String, String> environment = environment("push", "branch", "main");
    environment.put("GITHUB_SHA", commit);
    assertThat(GitHubContext.of(environment).commit()).isNull();
  }

  private static RunContext of(String event, String type, String ref) {
    return GitHubContext.of(environment(event, type, ref));
  }

  private static Map<String, String> environment(String event, String type, String ref) {
    return new HashMap<>(
        Map.of(
            "GITHUB_EVENT_NAME",
            event,
            "GITHUB_REF_TYPE",
            type,
            "GITHUB_REF_NAME",
            ref,
            "GITHUB_SHA",
            COMMIT));
  }
}
