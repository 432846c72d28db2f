package io.github.imagemaven.workflow;

import static io.github.imagemaven.workflow.Result.Conclusion.FAILURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.release.TestGit;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in the place of GitHub's actions, and what does not. */
class ActionsTest extends SmallWorkflows {
  @Test
  void checkoutJavaAndArtifacts() throws Exception {
    TestGit git = new TestGit(folder);
    TestGit.require();
    git.run(folder, "init", "-q", "-b", "main");
    Files.writeString(folder.resolve("file"), "content");
    git.run(folder, "add", "file");
    git.run(folder, "commit", "-q", "-m", "first");
    git.run(folder, "tag", "v1.2.3");
    event = Event.push("tag", "v1.2.3", git.run(folder, "rev-parse", "HEAD"));
    Map<String, Result> results =
        run(
            """
            on: push
            jobs:
              one:
                runs-on: linux
                steps:
                  - uses: actions/checkout@v7
                  - uses: actions/setup-java@v5
                    with: {distribution: temurin, java-version: '17'}
                  - run: |
                      echo "home $JAVA_HOME, $(git tag --points-at HEAD) $(cat file)"
                      mkdir -p out/deep ~/kept
                      echo a > out/deep/a; echo k > ~/kept/k
                  - uses: actions/upload-artifact@v7
                    with: {name: parts.a, path: out}
                  - uses: actions/upload-artifact@v7
                    with: {name: kept, path: ~/kept}
                  - uses: actions/upload-artifact@v7
                    with: {name: parts.none, path: missing}
              two:
                needs: one
                runs-on: linux
                steps:
                  - run: test ! -e file && test ! -e ~/kept
                  - uses: actions/download-artifact@v8
                    with: {name: kept, path: ~/kept}
                  - uses: actions/download-artifact@v8
                    with: {pattern: parts.*, path: parts}
                  - run: echo "$(cat ~/kept/k) $(cd parts; find . -type f)"
              three:
                runs-on: linux
                steps:
                  - uses: actions/upload-artifact@v7
                    with: {name: x, path: missing, if-no-files-found: error}
              four:
                runs-on: linux
                steps:
                  - uses: actions/download-artifact@v8
                    with: {name: missing}
            """);
    assertThat(results.get("one").log()).contains("home /opt/java, v1.2.3 content");
    assertThat(results.get("two").log()).contains("k ./parts.a/deep/a");
    assertThat(conclusions(results)).containsEntry("three", FAILURE).containsEntry("four", FAILURE);
  }

  @Test
  void whatTheKitDoesNotKnowFailsTheTest() {
    String step = "on: push\njobs: {a: {runs-on: linux, steps: [%s]}}";
    for (String unknown :
        new String[] {
          step.formatted("{uses: docker/login-action@v4}"),
          step.formatted("{uses: actions/checkout@v7, with: {fetch-depth: 0}}"),
          step.formatted("{run: x, continue-on-error: true}"),
          step.formatted("{run: x, shell: pwsh}"),
          step.formatted("{run: 'echo ${{ steps.other.outputs.x }}'}"),
          step.formatted("{run: 'echo ${{ inputs.x }}'}"),
          "on: push\njobs: {a: {runs-on: other, steps: [{run: x}]}}",
          "on: push\njobs: {a: {runs-on: linux, services: {}, steps: [{run: x}]}}",
          "on: push\njobs: {a: {runs-on: linux, needs: b, steps: []}}",
        }) {
      assertThatThrownBy(() -> run(unknown)).as(unknown).isInstanceOf(RuntimeException.class);
    }
  }
}
