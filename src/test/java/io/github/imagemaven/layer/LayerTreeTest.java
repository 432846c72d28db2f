package io.github.imagemaven.layer;

import static io.github.imagemaven.layer.Entries.directory;
import static io.github.imagemaven.layer.Entries.file;
import static io.github.imagemaven.layer.Entries.link;
import static io.github.imagemaven.layer.Entries.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerTreeTest {
  @Test
  void sortsByUtf8BytesAndAddsEachMissingParentOnce() {
    // In UTF-16, U+1F600 (surrogates from D800) would come before U+FB01.
    List<LayerEntry> tree =
        LayerTree.of(
            List.of(
                text("/b/\uD83D\uDE00", ""),
                text("/b/\uFB01", ""),
                text("/a/lib/x.jar", ""),
                text("/a-b", ""),
                text("/a/lib/w.jar", "")));
    assertThat(tree)
        .extracting(LayerEntry::path)
        .containsExactly(
            "/a",
            "/a-b",
            "/a/lib",
            "/a/lib/w.jar",
            "/a/lib/x.jar",
            "/b",
            "/b/\uFB01",
            "/b/\uD83D\uDE00");
    assertThat(tree.get(2)).isEqualTo(directory("/a/lib", 0755));
  }

  @Test
  void aDirectoryGivenKeepsItsRights() {
    assertThat(LayerTree.of(List.of(text("/tmp/x/y", ""), directory("/tmp", 01777))))
        .contains(directory("/tmp", 01777));
  }

  @Test
  void ofTwoDescriptionsOfADirectoryTheSameWinsInAnyOrder() {
    LayerEntry open = directory("/data", 0777);
    LayerEntry closed = directory("/data", 0700);
    assertThat(LayerTree.of(List.of(open, closed))).containsExactly(open);
    assertThat(LayerTree.of(List.of(closed, open))).containsExactly(open);
  }

  @Test
  void twoFilesWithOnePathAreRefusedNamingBoth() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                LayerTree.of(
                    List.of(
                        file("/app/libs/a.jar", Path.of("one", "a.jar")),
                        file("/app/libs/a.jar", Path.of("two", "a.jar")))))
        .withMessageContaining("/app/libs/a.jar")
        .withMessageContaining(Path.of("one", "a.jar").toString())
        .withMessageContaining(Path.of("two", "a.jar").toString());
  }

  @Test
  void aFileAndADirectoryWithOnePathAreRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> LayerTree.of(List.of(text("/app", ""), directory("/app", 0755))));
  }

  @Test
  void nothingStandsBelowAFileOrALink() {
    for (LayerEntry parent : List.of(text("/app", ""), link("/app", "/elsewhere"))) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> LayerTree.of(List.of(text("/app/lib/a.jar", ""), parent)))
          .withMessageContaining("/app/lib/a.jar cannot stand below /app");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "app", "/app/", "//app", "/a//b", "/a/../b", "/..", "/a/.", "/./a", "/a\0b",
        "/\uD83D"
      })
  void pathsThatCannotStandInALayerAreRefused(String path) {
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> text(path, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a..b", "/...", "/a b", "/a\\b", "/-", "/ä", "/a?b", "/a\nb"})
  void unusualNamesAreFine(String path) {
    assertThat(text(path, "x").path()).isEqualTo(path);
  }

  @Test
  void linksModesAndOwnersAreChecked() {
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> link("/a", ""));
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> link("/a", "b\0"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> directory("/a", 010000))
        .withMessageContaining("10000");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new LayerEntry("/a", new LayerEntry.Content.Directory(), 0755, -1, 0));
  }
}
