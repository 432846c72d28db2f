package io.github.imagemaven.workflow;

import static io.github.imagemaven.workflow.Result.Conclusion.FAILURE;
import static io.github.imagemaven.workflow.Result.Conclusion.SKIPPED;
import static io.github.imagemaven.workflow.Result.Conclusion.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of jobs and steps, and what goes from one to the next. */
class RunnerTest extends SmallWorkflows {
  @Test
  void outputsOfSeveralLinesGoFromStepToStepAndFromJobToJob() throws Exception {
    Map<String, Result> results =
        run(
            """
            on: push
            jobs:
              second:
                needs: first
                runs-on: linux
                outputs:
                  seen: ${{ steps.look.outputs.seen }}
                steps:
                  - id: look
                    env:
                      LINES: ${{ needs.first.outputs.lines }}
                    run: echo "seen=$(echo "$LINES" | wc -l) ${{ needs.first.result }}" >> "$GITHUB_OUTPUT"
              first:
                runs-on: linux
                outputs:
                  lines: ${{ steps.write.outputs.lines }}
                steps:
                  - id: write
                    run: printf 'lines<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_OUTPUT"
            """);
    assertThat(results.get("first").outputs()).containsEntry("lines", "one\ntwo");
    assertThat(results.get("second").outputs()).containsEntry("seen", "2 success");
  }

  @Test
  void theEnvironmentOfWorkflowJobStepAndOfStepsBefore() throws Exception {
    Map<String, Result> results =
        run(
            """
            on: push
            env: {A: workflow, B: workflow, C: workflow}
            jobs:
              only:
                runs-on: linux
                env: {B: job, C: job, D: "${{ env.A }}"}
                defaults:
                  run: {working-directory: sub}
                steps:
                  - working-directory: .
                    run: |
                      mkdir sub
                      echo "E=added" >> "$GITHUB_ENV"
                      echo "# summary" >> "$GITHUB_STEP_SUMMARY"
                  - env: {C: step}
                    run: echo "$A $B $C $D $E $GITHUB_REF $GITHUB_EVENT_NAME ${PWD##*/} ${HOME##*/} ${LEAK:-none}"
            """);
    assertThat(results.get("only").log())
        .contains("workflow job step workflow added refs/heads/main push sub home none");
    assertThat(results.get("only").summaries()).isEqualTo("# summary\n");
  }

  @Test
  void aFailedJobSkipsWhatNeedsItUnlessThatAsks() throws Exception {
    Map<String, Result> results =
        run(
            """
            on: push
            jobs:
              bad: {runs-on: linux, steps: [{run: "false; echo not $((1 + 1))"}, {run: "echo nor $((1 + 1))"}]}
              after: {needs: bad, runs-on: linux, steps: [{run: "true"}]}
              later: {needs: after, runs-on: linux, steps: [{run: "true"}]}
              always: {needs: [bad, later], if: always(), runs-on: linux, steps: [{run: "true"}]}
              grandchild: {needs: always, runs-on: linux, steps: [{run: "true"}]}
              alarm: {needs: after, if: "${{ failure() }}", runs-on: linux, steps: [{run: "true"}]}
            """);
    assertThat(conclusions(results))
        .containsEntry("bad", FAILURE)
        .containsEntry("after", SKIPPED)
        .containsEntry("later", SKIPPED)
        .containsEntry("always", SUCCESS)
        .containsEntry("grandchild", SKIPPED)
        .containsEntry("alarm", SUCCESS);
    assertThat(results.get("bad").log()).doesNotContain("not 2", "nor 2");
  }

  @Test
  void stepsAfterAFailureRunWhereTheyAsk() throws Exception {
    Result result =
        run("""
        on: push
        jobs:
          only:
            runs-on: linux
            steps:
              - id: bad
                run: exit 3
              - run: echo plain
              - if: failure()
                run: echo because ${{ steps.bad.outcome }}
              - if: always()
                run: echo at last
        """)
            .get("only");
    assertThat(result.conclusion()).isEqualTo(FAILURE);
    assertThat(result.log()).contains("because failure", "at last").doesNotContain("\nplain");
  }

  @Test
  void inputsOfAPushHaveNoValue() throws Exception {
    String yaml =
        """
        on:
          push:
          workflow_dispatch:
            inputs:
              skip: {type: boolean, default: false}
              name: {default: usual}
        jobs:
          only:
            if: ${{ !inputs.skip }}
            runs-on: linux
            steps: [{run: "echo name=${{ inputs.name }}."}]
        """;
    assertThat(run(yaml).get("only").log()).contains("name=.");
    event = Event.dispatch("main", "0".repeat(40), Map.of());
    assertThat(run(yaml).get("only").log()).contains("name=usual.");
    event = Event.dispatch("main", "0".repeat(40), Map.of("skip", true));
    assertThat(run(yaml).get("only").conclusion()).isEqualTo(SKIPPED);
  }

  @Test
  void anOutputWithASecretInItIsNotHandedOn() throws Exception {
    secrets.put("USER", "acme");
    Result result =
        run("""
        on: push
        jobs:
          only:
            runs-on: linux
            outputs: {image: "${{ steps.s.outputs.image }}", tag: "${{ steps.s.outputs.tag }}"}
            steps:
              - id: s
                run: printf 'image=ghcr.io/acme/app\\ntag=1\\n' >> "$GITHUB_OUTPUT"
        """)
            .get("only");
    assertThat(result.outputs()).containsEntry("image", "").containsEntry("tag", "1");
  }
}
