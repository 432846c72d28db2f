package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Part files on disk: what is written is read, and nothing else is believed. */
class PartFileTest {
  @TempDir Path folder;

  private PartFile write(String platform) throws IOException {
    return PartFile.write(folder.resolve("parts"), new TestPart("app", platform).get());
  }

  private static void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> PartFile.read(path))
        .isInstanceOf(PartsException.class)
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo(Code.PARTS))
        .hasMessageContaining(path.toString())
        .hasMessageContaining(reason);
  }

  /** What an edit would be that a careful hand had made. */
  private static void replace(Path path, String from, String to) throws IOException {
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    PartFile file = write("linux/arm/v7");
    assertThat(file.path()).isEqualTo(folder.resolve("parts/linux-arm-v7.json"));
    assertThat(PartFile.read(file.path())).isEqualTo(file);
    assertThat(folder.resolve("parts")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void whatIsNotKnownIsNull() throws IOException {
    TestPart unknown = new TestPart("app", "linux/amd64");
    unknown.revision = null;
    unknown.baseDigest = null;
    PartFile file = PartFile.write(folder, unknown.get());
    assertThat(PartFile.read(file.path())).isEqualTo(file);
  }

  @Test
  void whatBuildingTookIsReadAndNoPartOfWhatItIs() throws IOException {
    Part plain = new TestPart("app", "linux/amd64").get();
    TestPart timed = new TestPart("app", "linux/amd64");
    timed.buildTime = Duration.ofMillis(12_345);
    PartFile file = PartFile.write(folder, timed.get());
    assertThat(Files.readString(file.path())).contains("\"buildMilliseconds\" : 12345");
    assertThat(PartFile.read(file.path()).part().buildTime()).isEqualTo(timed.buildTime);
    assertThat(timed.get().isSameAs(plain)).isTrue();

    Path older = PartFile.write(folder.resolve("older"), plain).path();
    assertThat(Files.readString(older)).doesNotContain("buildMilliseconds");
    assertThat(PartFile.read(older).part().buildTime()).isNull();
    assertThat(PartFolder.find(folder).longestBuild()).isEqualTo(timed.buildTime);
    assertThat(PartFolder.find(folder.resolve("older")).longestBuild()).isNull();
  }

  @Test
  void whatIsOfAnotherCommitOrUnreadableIsForgotten() throws IOException {
    Path parts = folder.resolve("parts");
    PartFile kept = write("linux/amd64");
    TestPart earlier = new TestPart("app", "linux/arm64");
    earlier.revision = "beef";
    PartFile.write(parts, earlier.get());
    Files.writeString(parts.resolve("linux-s390x.json"), "{");
    Files.writeString(parts.resolve("other.json"), "{");
    NoImageNote note = new NoImageNote(parts.resolve(NoImageNote.FILE), "app", "a library", "beef");
    note.write();
    PartFolder.forgetOthers(parts, TestPart.REVISION);
    assertThat(parts)
        .isDirectoryContaining(kept.path()::equals)
        .isDirectoryContaining("glob:**/other.json");
    assertThat(PartFolder.find(parts).files()).containsExactly(kept);
    assertThat(note.path()).doesNotExist();

    PartFolder.forgetAll(parts);
    assertThat(parts).isDirectoryNotContaining("glob:**/linux-*.json");
    assertThat(parts.resolve("other.json")).exists();
  }

  @Test
  void whiteSpaceIsNoEdit() throws IOException {
    PartFile file = write("linux/amd64");
    byte[] compact =
        Json.bytes(Json.parseObject(Files.readAllBytes(file.path()), file.path().toString()));
    Files.write(file.path(), compact);
    assertThat(PartFile.read(file.path())).isEqualTo(file);
  }

  @Test
  void noLengthOfItIsAPart() throws IOException {
    Path path = write("linux/amd64").path();
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length - 2; length++) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      assertRefused(path, "is damaged");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3, 1.2.4",
    "latest, newest",
    "registry.example, mirror.example",
    "dependencies, classes",
    "linux/amd64, linux/arm64",
    "\"size\" : 123, \"size\" : 124",
    "annotated, changed",
  })
  void anEditIsSeen(String from, String to) throws IOException {
    Path path = write("linux/amd64").path();
    replace(path, from, to);
    assertRefused(path, "has been changed since it was written");
  }

  @Test
  void aMemberThatSomebodyAddedIsSeen() throws IOException {
    Path path = write("linux/amd64").path();
    replace(path, "\"schema\" : 1,", "\"schema\" : 1, \"more\" : true,");
    assertRefused(path, "has been changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "\"1\"", "1.0", "null"})
  void anotherSchemaIsNotRead(String schema) throws IOException {
    Path path = write("linux/amd64").path();
    replace(path, "\"schema\" : 1", "\"schema\" : " + schema);
    assertRefused(path, "this version reads schema 1");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"image\" : \"app\"', '\"image\" : \"\"', member image",
    "'\"platform\" : \"linux/amd64\"', '\"platform\" : \"amd64\"', platform",
    "'\"platform\" : \"linux/amd64\"', '\"platform\" : \"linux/arm64\"', platform is not that",
    "'registry.example/acme/app', 'Registry example/acme', repository",
    "'image.manifest.v1', 'image.index.v1', of no manifest",
    "'image.index.v1', 'image.manifest.v1', of no index",
    "'\"requested\" : [ \"linux/amd64\" ]', '\"requested\" : [ ]', requested",
    "'\"tags\"', '\"labels\"', tags",
    "'\"version\" : \"1.2.3\"', '\"version\" : 1', version",
    "'\"version\" : \"1.2.3\"', '\"version\" : \"1\\n::error::x\"', member version",
    "'\"latest\"', '\"1\\n::error::x\"', member tags",
    "'\"latest\"', '[ ]', member tags",
    "'\"latest\"', '\"##[error]x\"', member tags",
    "'\"latest\"', '\"\u202elatest\"', member tags",
    "'\"app\"', '\"app\u2028\"', member image",
    "'\"note\" : \"annotated\"', '\"note\" : [ ]', the member note",
  })
  void whatIsWellSignedAndMalformedIsRefusedToo(String from, String to, String reason)
      throws IOException {
    Path path = write("linux/amd64").path();
    replace(path, from, to);
    var node = Json.parseObject(Files.readAllBytes(path), "it");
    node.put(PartFile.CHECKSUM, PartFile.checksum(node).toString());
    Files.write(path, Json.prettyBytes(node));
    assertRefused(path, reason);
  }

  /** A label or annotation may be of several lines, or empty: whoever wrote the POM says. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "one\ntwo"})
  void anAnnotationIsAnyText(String value) throws IOException {
    TestPart part = new TestPart("app", "linux/amd64");
    part.annotations = Map.of("note", value);
    PartFile file = PartFile.write(folder, part.get());
    assertThat(PartFile.read(file.path())).isEqualTo(file);
  }

  @Test
  void aFileWithoutChecksumIsRefused() throws IOException {
    Path path = write("linux/amd64").path();
    var node = Json.parseObject(Files.readAllBytes(path), "it");
    node.remove(PartFile.CHECKSUM);
    Files.write(path, Json.prettyBytes(node));
    assertRefused(path, "checksum");
  }

  /** Though the checksum fits: they would be in the index, which one run has without. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"annotations\": {\"a\": \"b\"}}", "{\"urls\": [\"http://a/\"]}"})
  void aDescriptorHasNothingElse(String members) throws IOException {
    Path path = write("linux/amd64").path();
    ObjectNode node = Json.parseObject(Files.readAllBytes(path), path.toString());
    ObjectNode descriptor = (ObjectNode) node.get("descriptor");
    descriptor.setAll(Json.parseObject(members.getBytes(StandardCharsets.UTF_8), "members"));
    node.put(PartFile.CHECKSUM, PartFile.checksum(node).toString());
    Files.write(path, Json.bytes(node));
    assertRefused(path, "other members than mediaType");
  }

  @Test
  void aDamagedFileIsNotPassedOver() throws IOException {
    write("linux/amd64");
    Files.write(folder.resolve("linux-arm64.json"), "{\"schema\"".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> PartFolder.find(folder))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("linux-arm64.json is damaged");
  }

  @Test
  void noFolderHasNoParts() throws IOException {
    assertThat(PartFolder.find(folder.resolve("none")).files()).isEmpty();
  }

  @Test
  void whatAnEarlierRunLeftOfAPlatformGoes() throws IOException {
    Path parts = folder.resolve("parts");
    TestPart older = new TestPart("app", "linux/arm/v7");
    older.requested = Platform.parseList("linux/arm");
    PartFile.write(parts, older.get());
    write("linux/arm64");
    Files.writeString(parts.resolve("linux-arm.json"), "cut");
    Files.writeString(parts.resolve("linux-riscv64.json"), "cut");
    PartFolder.forget(parts, Set.of(Platform.parse("linux/arm")));
    try (var left = Files.list(parts)) {
      assertThat(left.map(path -> path.getFileName().toString()).sorted())
          .containsExactly("linux-arm64.json", "linux-riscv64.json");
    }
    PartFolder.forget(folder.resolve("none"), Set.of(Platform.parse("linux/arm")));
  }

  @Test
  void theChecksumIsOfTheRest() {
    var node = Json.object().put("schema", 1).put(PartFile.CHECKSUM, "any");
    assertThat(PartFile.checksum(node))
        .isEqualTo(Digest.ofBytes("{\"schema\":1}".getBytes(StandardCharsets.UTF_8)));
    assertThat(node.has(PartFile.CHECKSUM)).isTrue();
  }

  @Test
  void aLinkToAFolderIsAFolder() throws IOException {
    PartFile.write(folder.resolve("real/shop"), new TestPart("shop", "linux/amd64").get());
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    assertThat(PartFolder.find(link).files()).hasSize(1);
    new NoImageNote(folder.resolve("real/no-image.json"), "shop", "none", null).write();
    assertThat(NoImageNote.find(link, "shop", null)).isPresent();
  }

  /** Sparse, so that nothing but a reader of all of it is slow. */
  @Test
  void aHugeFileIsNotRead() throws IOException {
    Path path = folder.resolve("linux-amd64.json");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(4L << 30);
    }
    assertThatThrownBy(() -> PartFolder.find(folder))
        .isInstanceOf(PartsException.class)
        .hasMessageContainingAll(path.toString(), "larger than 4 MiB");
  }

  /** Since then the module may have got an image, and lost its parts. */
  @Test
  void wordOfAnotherCommitThatThereIsNoImageIsRefused() throws IOException {
    Path path = folder.resolve("no-image.json");
    new NoImageNote(path, "shop", "a library", "c0ffee").write();
    assertThat(NoImageNote.find(folder, "shop", "c0ffee")).isPresent();
    assertThatThrownBy(() -> NoImageNote.find(folder, "shop", "bad"))
        .isInstanceOf(PartsException.class)
        .hasMessageContainingAll(path.toString(), "commit c0ffee", "checked out is commit bad");
    new NoImageNote(path, "shop", "a library", null).write();
    assertThatThrownBy(() -> NoImageNote.find(folder, "shop", "bad"))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("no known commit");
  }

  /** Its reason is said in the log, where a line of its own may be a command to the CI system. */
  @Test
  void wordOfSeveralLinesIsDamaged() throws IOException {
    Path path = folder.resolve("no-image.json");
    new NoImageNote(path, "shop", "a library\n::error::x", "c0ffee").write();
    assertThatThrownBy(() -> NoImageNote.find(folder, "shop", "c0ffee"))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("is damaged");
  }

  /** Two runs may have looked at a module; one that tells of another commit is not passed over. */
  @Test
  void allWordOfAnImageIsOfOneCommit() throws IOException {
    new NoImageNote(folder.resolve("a/no-image.json"), "shop", "a library", "c0ffee").write();
    new NoImageNote(folder.resolve("b/no-image.json"), "shop", "a library", "bad").write();
    new NoImageNote(folder.resolve("c/no-image.json"), "other", "a library", "worse").write();
    assertThatThrownBy(() -> NoImageNote.find(folder, "shop", "c0ffee"))
        .isInstanceOf(PartsException.class)
        .hasMessageContainingAll("b/no-image.json", "commit bad", "c0ffee");
    Files.delete(folder.resolve("b/no-image.json"));
    assertThat(NoImageNote.find(folder, "shop", "c0ffee")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0ffee\n::error::x", "##[error]x", "c0ffee\u2028x"})
  void aCommitInWordOfNoImageIsOneLine(String revision) throws IOException {
    new NoImageNote(folder.resolve("no-image.json"), "shop", "a library", revision).write();
    assertThatThrownBy(() -> NoImageNote.find(folder, "shop", "bad"))
        .isInstanceOf(PartsException.class)
        .hasMessageContaining("is damaged")
        .hasMessageNotContaining(revision);
  }

  /** Messages say where a file is, and a line of its own may be a command to the CI system. */
  @Test
  void aFolderOfSeveralLinesIsRefused() throws IOException {
    PartFile.write(folder.resolve("a\n::error::x"), new TestPart("app", "linux/amd64").get());
    assertThatThrownBy(() -> PartFolder.find(folder))
        .isInstanceOf(PartsException.class)
        .hasMessageContainingAll(folder.toString(), "'a\\u{a}::error::x/linux-amd64.json'")
        .hasMessageNotContaining("\n");
  }
}
