package io.github.imagemaven.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where the paths in an artifact begin. */
class FileSearchTest {
  private static final String PARTS = "**/target/image/parts/*.json";

  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void aMachine() throws IOException {
    place =
        Place.create(folder, new Machine(Map.of(), Path.of("/opt/java"), null, List.of()), folder);
  }

  private void files(String... files) throws IOException {
    for (String file : files) {
      Path path = place.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  private List<String> found(String path) throws IOException {
    FileSearch found = FileSearch.of(path, place);
    return found.files().stream().map(file -> found.root().relativize(file).toString()).toList();
  }

  @Test
  void pathsBeginWhereThePatternDoesHoweverFewFilesThereAre() throws IOException {
    files("app/web/target/image/parts/a.json");
    assertThat(found("./" + PARTS)).containsExactly("app/web/target/image/parts/a.json");
    assertThat(found("app/" + PARTS)).containsExactly("web/target/image/parts/a.json");
    files("app/target/image/parts/b.json", "app/target/image/parts/c.txt", "other/d.json");
    assertThat(found("app/" + PARTS))
        .containsExactly("target/image/parts/b.json", "web/target/image/parts/a.json");
    assertThat(found("app//" + PARTS)).hasSize(2);
  }

  @Test
  void aFolderMeansAllThatIsInIt() throws IOException {
    files("out/deep/a", "out/b", "~/kept/k");
    assertThat(found("out")).containsExactly("b", "deep/a");
    assertThat(found("out/*")).containsExactly("b", "deep/a");
    assertThat(found("~/kept")).containsExactly("k");
    assertThat(found("none")).isEmpty();
  }

  @Test
  void aFileByItsNameLeavesItsFolderBehind() throws IOException {
    files("out/deep/a");
    assertThat(found("out/deep/a")).containsExactly("a");
  }

  @Test
  void severalPathsShareWhatTheyHaveInCommon() throws IOException {
    files("target/one/a", "target/two/deep/b");
    assertThat(found("target/one\ntarget/two/deep\n")).containsExactly("one/a", "two/deep/b");
  }

  @Test
  void hiddenFilesAreLeftOut() throws IOException {
    files("out/.a", "out/.deep/b", "out/c");
    assertThat(found("out")).containsExactly("c");
    assertThat(found("out/.deep")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../b", "a/./b", "!a", "a/[b]", "a?"})
  void whatTheActionRefusesOrTheKitDoesNotKnowFailsTheTest(String path) {
    assertThatThrownBy(() -> found(path)).isInstanceOf(IllegalArgumentException.class);
  }
}
