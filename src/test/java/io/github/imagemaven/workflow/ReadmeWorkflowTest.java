package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The workflows in README, against those of this repository. */
class ReadmeWorkflowTest {
  private static final Pattern BLOCK =
      Pattern.compile("```yaml\\n(name: Images\\n.*?)```", Pattern.DOTALL);

  private final String readme = read("README.md");
  private final String published = read(".github/workflows/publish-images.yml");
  private final List<String> blocks =
      BLOCK.matcher(readme).results().map(match -> match.group(1)).toList();

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theCallerHasTenLinesAndNamesWhatIsThere() {
    assertThat(blocks).hasSize(2);
    assertThat(blocks.get(0).lines()).hasSizeLessThanOrEqualTo(10);
    Node call = Node.parse(blocks.get(0)).child("jobs").child("images");
    Node declared = Node.parse(published).child("on").child("workflow_call");
    assertThat(call.text("uses"))
        .startsWith("imagemaven/image-maven-plugin/.github/workflows/publish-images.yml@");
    assertThat(names(declared.child("inputs"))).containsAll(call.texts("with").keySet());
    assertThat(call.texts("secrets").keySet())
        .containsExactlyInAnyOrderElementsOf(names(declared.child("secrets")));
  }

  @Test
  void everyInputAndOutputIsExplained() {
    Node declared = Node.parse(published).child("on").child("workflow_call");
    for (String part : List.of("inputs", "outputs")) {
      for (Node each : declared.child(part).children()) {
        assertThat(each.text("description")).isNotBlank();
        assertThat(readme).contains("`" + each.name());
      }
    }
  }

  @Test
  void theWholeOneIsRunnableWithTheSameActions() {
    Workflow workflow = WorkflowFile.parse(blocks.get(1));
    assertThat(workflow.jobs()).containsOnlyKeys("prepare", "build", "manifest");
    assertThat(blocks.get(1).lines().map(String::strip).filter(line -> line.contains("uses: ")))
        .isNotEmpty()
        .allMatch(line -> published.contains(line.substring(line.indexOf("uses: "))));
  }

  private static List<String> names(Node node) {
    return node.children().stream().map(Node::name).toList();
  }
}
