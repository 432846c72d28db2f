package io.github.imagemaven.workflow;

import static io.github.imagemaven.workflow.Result.Conclusion.FAILURE;
import static io.github.imagemaven.workflow.Result.Conclusion.SKIPPED;
import static io.github.imagemaven.workflow.Result.Conclusion.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A workflow that is called by another: what reaches it, and what comes back. */
class CallTest extends SmallWorkflows {
  private static final String CALLED =
      """
      on:
        workflow_call:
          inputs:
            word: {type: string}
            flag: {type: boolean}
            count: {type: number}
            usual: {type: string, default: as usual}
          secrets:
            key: {required: false}
          outputs:
            first: {value: "${{ jobs.late.outputs.it || jobs.early.outputs.it }}"}
            second: {value: "${{ jobs.late.outputs.it }}"}
      env: {WORD: "${{ inputs.word }}"}
      jobs:
        early:
          runs-on: linux
          outputs: {it: "${{ steps.s.outputs.it }}"}
          steps:
            - env:
                FLAG: ${{ inputs.flag }}
                COUNT: ${{ inputs.count }}
                USUAL: ${{ inputs.usual }}
                KEY: ${{ secrets.key }}
                TOKEN: ${{ github.token }}
              run: echo "word=$WORD flag=$FLAG count=$COUNT usual=$USUAL key=$KEY token=$TOKEN outer=$OUTER"
            - run: echo "$GITHUB_JOB of $GITHUB_WORKFLOW"
            - id: s
              run: echo it=early >> "$GITHUB_OUTPUT"
        late:
          needs: early
          if: ${{ inputs.flag }}
          runs-on: linux
          outputs: {it: "${{ steps.s.outputs.it }}"}
          steps:
            - id: s
              run: echo it=late >> "$GITHUB_OUTPUT"
      """;

  private static final String CALLER =
      """
      name: Caller
      on: [push, pull_request]
      permissions: %s
      env: {OUTER: "not handed on"}
      jobs:
        call:
          uses: %s
          %s
        after:
          needs: call
          runs-on: linux
          steps:
            - env: {FIRST: "${{ needs.call.outputs.first }}", SECOND: "${{ needs.call.outputs.second }}"}
              run: echo "first=$FIRST second=$SECOND"
      """;

  private Map<String, Result> call(String called, String permissions, String more)
      throws Exception {
    Path workflows = Files.createDirectories(folder.resolve(".github/workflows"));
    Files.writeString(workflows.resolve("called.yml"), called);
    return run(CALLER.formatted(permissions, "./.github/workflows/called.yml", more));
  }

  @Test
  void whatIsNotGivenHasTheDefaultOfItsType() throws Exception {
    Map<String, Result> results = call(CALLED, "{packages: write}", "");
    assertThat(results.get("call / early").log())
        .contains("word= flag=false count=0 usual=as usual key= token= outer=\n")
        .contains("early of Caller");
  }

  @Test
  void whatIsGivenArrives() throws Exception {
    secrets.put("KEY", "k-e-y");
    secrets.put("OTHER", "o");
    Map<String, Result> results =
        call(
            CALLED,
            "{packages: write}",
            "with: {word: \"${{ github.ref_name }}\", flag: true, count: 3, usual: ''}\n"
                + "    secrets: {key: \"${{ secrets.KEY }}\"}");
    assertThat(results.get("call / early").log())
        .contains("word=main flag=true count=3 usual= key=k-e-y");
  }

  @Test
  void outputsFallBackWhereAJobWasSkipped() throws Exception {
    Map<String, Result> results = call(CALLED, "{}", "");
    assertThat(conclusions(results))
        .containsEntry("call / late", SKIPPED)
        .containsEntry("call", SUCCESS);
    assertThat(results.get("after").log()).contains("first=early second=\n");
    results = call(CALLED, "{}", "with: {flag: true}");
    assertThat(results.get("after").log()).contains("first=late second=late\n");
  }

  @Test
  void aFailureInsideFailsTheCall() throws Exception {
    Map<String, Result> results =
        call(CALLED.replace("- run: echo \"$GITHUB_JOB", "- run: false \""), "{}", "");
    assertThat(conclusions(results))
        .containsEntry("call / early", FAILURE)
        .containsEntry("call", FAILURE)
        .containsEntry("after", SKIPPED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with: {flag: 'true'}",
        "with: {count: true}",
        "with: {word: 5}",
        "with: {word: \"${{ fromJSON('true') }}\"}",
        "with: {other: x}",
        "secrets: {other: x}",
        "secrets: inherit",
        "strategy: {matrix: {a: [1]}}",
      })
  void whatGitHubOrTheKitDoesNotTakeFailsTheTest(String more) {
    assertThatThrownBy(() -> call(CALLED, "{}", more)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "word: {type: string; word: {type: string, required: true",
        "key: {required: false; key: {required: true"
      })
  void whatIsRequiredHasToBeGiven(String piece, String other) {
    String required = CALLED.replace(piece, other);
    assertThatThrownBy(() -> call(required, "{}", "")).hasMessageContaining("is required");
  }

  @Test
  void aSecretThatNobodyDeclaresIsNoneOfTheCalled() {
    assertThatThrownBy(() -> call(CALLED.replace("secrets.key", "secrets.OTHER"), "{}", ""))
        .isInstanceOf(ExpressionException.class);
  }

  @Test
  void noJobOfTheCalledMayMoreThanTheCaller() throws Exception {
    String asking = CALLED.replace("  early:\n", "  early:\n    permissions: {packages: write}\n");
    secrets.put("GITHUB_TOKEN", "t-o-k-e-n");
    assertThatThrownBy(() -> call(asking, "{contents: read, packages: read}", ""))
        .hasMessageContaining("early")
        .hasMessageContaining("packages: write");
    assertThat(call(asking, "{packages: write}", "").get("call / early").log())
        .contains("token=t-o-k-e-n");
  }

  @Test
  void aTokenPushesOnlyWhereThatIsAllowed() throws Exception {
    secrets.put("GITHUB_TOKEN", "t-o-k-e-n");
    assertThat(call(CALLED, "{packages: write}", "").get("call / early").log())
        .contains("token=t-o-k-e-n");
    assertThat(call(CALLED, "{packages: read}", "").get("call / early").log())
        .contains("token=token-that-reads");
  }

  @Test
  void aForksRunHasNoSecretsAndMayOnlyRead() throws Exception {
    secrets.put("GITHUB_TOKEN", "t-o-k-e-n");
    secrets.put("KEY", "k-e-y");
    event = Event.pullRequest(7, "0".repeat(40), true);
    String given = "secrets: {key: \"${{ secrets.KEY }}\"}";
    assertThat(call(CALLED, "{packages: write}", given).get("call / early").log())
        .contains("key= token=token-that-reads");
    event = Event.pullRequest(7, "0".repeat(40), false);
    assertThat(call(CALLED, "{packages: write}", given).get("call / early").log())
        .contains("key=k-e-y token=t-o-k-e-n");
  }

  @Test
  void onlyAKnownRepositorysWorkflowIsCalled() throws Exception {
    called.put("owner/known", folder);
    call(CALLED, "{}", "");
    String uses = "owner/known/.github/workflows/called.yml@v1";
    assertThat(run(CALLER.formatted("{}", uses, "")).get("call").conclusion()).isEqualTo(SUCCESS);
    for (String other :
        new String[] {
          "owner/other/.github/workflows/called.yml@v1",
          "owner/known/.github/workflows/called.yml",
          "./.github/workflows/called.yml@v1",
          "owner/known/called.yml@v1",
        }) {
      assertThatThrownBy(() -> run(CALLER.formatted("{}", other, "")))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
