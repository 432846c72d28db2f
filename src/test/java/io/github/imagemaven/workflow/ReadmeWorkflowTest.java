package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workflows in README, against those of this repository. */
class ReadmeWorkflowTest {
  private final Readme readme = Readme.of(Path.of(""));
  private final String published = read(".github/workflows/publish-images.yml");

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theCallerHasTenLinesAndNamesWhatIsThere() {
    assertThat(readme.caller().lines()).hasSizeLessThanOrEqualTo(10);
    Node call = Node.parse(readme.caller()).child("jobs").child("images");
    Node declared = Node.parse(published).child("on").child("workflow_call");
    assertThat(call.text("uses"))
        .startsWith("imagemaven/image-maven-plugin/.github/workflows/publish-images.yml@");
    assertThat(names(declared.child("inputs"))).containsAll(call.texts("with").keySet());
    assertThat(call.texts("secrets").keySet())
        .containsExactlyInAnyOrderElementsOf(names(declared.child("secrets")));
  }

  /** GitHub refuses the run as a whole, whichever registries the images go to. */
  @Test
  void theCallerHasToGiveWhatTheJobsAskFor(@TempDir Path folder) {
    String less = readme.callerWith(", packages: write }", " }");
    Map<String, Path> called = Map.of("imagemaven/image-maven-plugin", Path.of(""));
    Runner runner = new Runner(folder.resolve("run"), folder, Map.of(), Map.of(), called);
    Event event = Event.push("branch", "main", "0".repeat(40));
    assertThatThrownBy(() -> runner.run(WorkflowFile.parse(less), event))
        .hasMessageContaining("images may not give prepare")
        .hasMessageContaining("packages: write");
    assertThat(readme.text()).contains("GitHub refuses a call whose jobs ask for more");
  }

  @Test
  void everyInputAndOutputIsExplained() {
    Node declared = Node.parse(published).child("on").child("workflow_call");
    for (String part : List.of("inputs", "outputs")) {
      for (Node each : declared.child(part).children()) {
        assertThat(each.text("description")).isNotBlank();
        assertThat(readme.text()).contains("`" + each.name());
      }
    }
  }

  @Test
  void theWholeOneIsRunnableWithTheSameActions() {
    Workflow workflow = WorkflowFile.parse(readme.whole());
    assertThat(workflow.jobs()).containsOnlyKeys("prepare", "build", "manifest");
    assertThat(readme.whole().lines().map(String::strip).filter(line -> line.contains("uses: ")))
        .isNotEmpty()
        .allMatch(line -> published.contains(line.substring(line.indexOf("uses: "))));
  }

  private static List<String> names(Node node) {
    return node.children().stream().map(Node::name).toList();
  }
}
