package io.github.imagemaven.layer;

import static io.github.imagemaven.layer.Entries.file;
import static io.github.imagemaven.layer.Entries.link;
import static io.github.imagemaven.layer.Entries.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerMemoTest {
  private static final Instant MODIFIED = Instant.EPOCH;
  private static final Layer LAYER =
      new Layer(
          "libs",
          Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.ofBytes(new byte[1]), 7),
          Digest.ofBytes(new byte[2]));

  @TempDir Path folder;
  private Path source;
  private Path memoFile;

  @BeforeEach
  void files() throws IOException {
    source = Files.writeString(folder.resolve("a.jar"), "content");
    memoFile = folder.resolve("layers.json");
  }

  @Test
  void whatWasRememberedIsFoundByTheNextRunUnderItsNameAndType() throws Exception {
    LayerInputs inputs = settled(LayerInputs.of(List.of(file("/a.jar", source)), MODIFIED));
    LayerMemo first = LayerMemo.read(memoFile);
    assertThat(first.find(inputs, "libs", MediaTypes.OCI_LAYER_GZIP)).isNull();
    first.remember(inputs, inputs, LAYER);
    first.save();
    assertThat(LayerMemo.read(memoFile).find(inputs, "libs", MediaTypes.OCI_LAYER_GZIP))
        .isEqualTo(LAYER);
    assertThat(LayerMemo.read(memoFile).find(inputs, "other", MediaTypes.DOCKER_LAYER_GZIP))
        .isEqualTo(
            new Layer(
                "other",
                LAYER.descriptor().withMediaType(MediaTypes.DOCKER_LAYER_GZIP),
                LAYER.diffId()));
  }

  @Test
  void everythingThatChangesTheBytesChangesTheInputs() throws Exception {
    Path same = Files.writeString(folder.resolve("b.jar"), "content");
    Set<Digest> digests = new HashSet<>();
    for (List<LayerEntry> entries :
        List.of(
            List.of(file("/a", source)),
            List.of(file("/b", source)),
            List.of(file("/a", same)),
            List.of(new LayerEntry("/a", new LayerEntry.Content.File(source), 0600, 0, 0)),
            List.of(new LayerEntry("/a", new LayerEntry.Content.File(source), 0644, 1, 0)),
            List.of(new LayerEntry("/a", new LayerEntry.Content.File(source), 0644, 0, 1)),
            List.of(file("/a", source), text("/c", "c")),
            List.of(text("/a", "c")),
            List.of(text("/a", "d")),
            List.of(link("/a", "c")),
            List.of(link("/a", "d")),
            List.<LayerEntry>of())) {
      assertThat(digests.add(LayerInputs.of(entries, MODIFIED).digest()))
          .as("%s", entries)
          .isTrue();
    }
    LayerInputs later = LayerInputs.of(List.of(file("/a", source)), MODIFIED.plusSeconds(1));
    assertThat(digests.add(later.digest())).isTrue();
  }

  @Test
  void aChangedFileIsAnotherInputEvenWhereSizeAndTimeAreTheSame() throws Exception {
    FileTime time = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(source, time);
    LayerInputs before = LayerInputs.of(List.of(file("/a", source)), MODIFIED);
    Path other = Files.writeString(folder.resolve("new"), "CONTENT");
    Files.setLastModifiedTime(other, time);
    Files.move(other, source, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(LayerInputs.of(List.of(file("/a", source)), MODIFIED).digest())
        .isNotEqualTo(before.digest());
  }

  @Test
  void aFileChangedJustNowIsNotTrusted() throws Exception {
    LayerInputs inputs = LayerInputs.of(List.of(file("/a.jar", source)), MODIFIED);
    assertThat(inputs.settled()).isFalse();
    LayerMemo memo = LayerMemo.read(memoFile);
    memo.remember(inputs, inputs, LAYER);
    memo.save();
    assertThat(LayerMemo.read(memoFile).find(inputs, "libs", "type")).isNull();
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.jar");
    assertThatExceptionOfType(LayerException.class)
        .isThrownBy(() -> LayerInputs.of(List.of(file("/a", missing)), MODIFIED))
        .withMessageContaining(missing + " does not exist");
  }

  @Test
  void entriesWithoutFilesAreSettled() throws Exception {
    assertThat(LayerInputs.of(List.of(text("/a", "b")), MODIFIED).settled()).isTrue();
  }

  @Test
  void inputsThatChangedWhileTheLayerWasWrittenAreNotRemembered() throws Exception {
    LayerInputs inputs = settled(LayerInputs.of(List.of(file("/a.jar", source)), MODIFIED));
    Files.writeString(source, "longer content");
    LayerInputs after = LayerInputs.of(List.of(file("/a.jar", source)), MODIFIED);
    LayerMemo memo = LayerMemo.read(memoFile);
    memo.remember(inputs, after, LAYER);
    memo.save();
    assertThat(LayerMemo.read(memoFile).find(inputs, "libs", "type")).isNull();
  }

  @Test
  void whatNobodyAskedForIsForgotten() throws Exception {
    LayerInputs inputs = settled(LayerInputs.of(List.of(file("/a.jar", source)), MODIFIED));
    LayerMemo first = LayerMemo.read(memoFile);
    first.remember(inputs, inputs, LAYER);
    first.save();
    LayerMemo.read(memoFile).save();
    assertThat(LayerMemo.read(memoFile).find(inputs, "libs", "type")).isNull();
  }

  @Test
  void aDamagedMemoIsEmpty() throws Exception {
    LayerInputs inputs = LayerInputs.of(List.of(), MODIFIED);
    String key = inputs.digest().toString();
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "{\"schema\":2,\"layers\":{}}",
            "{\"schema\":1,\"layers\":{\"" + key + "\":{}}}",
            "{\"schema\":1,\"layers\":{\"" + key + "\":{\"diffId\":\"" + key + "\"}}}")) {
      Files.writeString(memoFile, text);
      assertThat(LayerMemo.read(memoFile).find(inputs, "libs", "type")).as(text).isNull();
    }
  }

  /** As if the files had been left alone for a while: ctime cannot be set back. */
  private static LayerInputs settled(LayerInputs inputs) {
    return new LayerInputs(inputs.digest(), true);
  }
}
