package io.github.imagemaven.workflow;

import static io.github.imagemaven.workflow.Result.Conclusion.CANCELLED;
import static io.github.imagemaven.workflow.Result.Conclusion.FAILURE;
import static io.github.imagemaven.workflow.Result.Conclusion.SKIPPED;
import static io.github.imagemaven.workflow.Result.Conclusion.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jobs of a matrix. */
class MatrixRunTest extends SmallWorkflows {
  private static final String MATRIX =
      """
      on: push
      jobs:
        list:
          runs-on: linux
          outputs: {matrix: "${{ steps.m.outputs.matrix }}"}
          steps:
            - id: m
              run: echo 'matrix={"include":[{"n":"one"},{"n":"two"},{"n":"three"}]}' >> "$GITHUB_OUTPUT"
        each:
          needs: list
          runs-on: linux
          strategy:
            matrix: ${{ fromJSON(needs.list.outputs.matrix) }}
            fail-fast: %s
          outputs: {last: "${{ steps.s.outputs.last }}", two: "${{ steps.s.outputs.two }}"}
          steps:
            - id: s
              env: {N: "${{ matrix.n }}"}
              run: |
                echo "begun $N"
                [ "$N" != %s ]
                echo "last=$N" >> "$GITHUB_OUTPUT"
                if [ "$N" = two ]; then echo "two=yes" >> "$GITHUB_OUTPUT"; fi
        after:
          needs: each
          runs-on: linux
          steps: [{run: "true"}]
      """;

  @Test
  void ofAMatrixTheLastOutputCountsAndEmptyOnesDoNot() throws Exception {
    Map<String, Result> results = run(MATRIX.formatted("true", "none"));
    assertThat(results.get("each").outputs())
        .containsEntry("last", "three")
        .containsEntry("two", "yes");
    assertThat(results.get("after").conclusion()).isEqualTo(SUCCESS);
  }

  @Test
  void failFastCancelsTheRestOfAMatrix() throws Exception {
    Map<String, Result> results = run(MATRIX.formatted("true", "two"));
    assertThat(results.get("each").conclusion()).isEqualTo(FAILURE);
    assertThat(results.get("each").log()).contains("begun two").doesNotContain("begun three");
    assertThat(results.get("after").conclusion()).isEqualTo(SKIPPED);
  }

  @Test
  void withoutItTheRestRuns() throws Exception {
    Map<String, Result> results = run(MATRIX.formatted("false", "two"));
    assertThat(results.get("each").conclusion()).isEqualTo(FAILURE);
    assertThat(results.get("each").log()).contains("begun three");
  }

  @Test
  void aMatrixThatWasCancelledIsNoSuccess() {
    assertThat(Result.of(List.of(Result.without(SUCCESS), Result.without(CANCELLED))))
        .matches(each -> each.conclusion() == CANCELLED);
  }
}
