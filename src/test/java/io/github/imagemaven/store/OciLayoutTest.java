package io.github.imagemaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.TagMovedException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {
  @TempDir Path folder;

  private OciLayout layout() {
    return OciLayout.at(folder.resolve("layout"), "oci:layout");
  }

  private static Descriptor blob(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return Descriptor.of(MediaTypes.OCI_LAYER, Digest.ofBytes(bytes), bytes.length);
  }

  private static void put(OciLayout layout, String content) throws IOException {
    layout.putBlob(
        blob(content), () -> new ByteArrayInputStream(content.getBytes(UTF_8)), List.of());
  }

  private static RawManifest manifest(String config) {
    return new Manifest(
            MediaTypes.OCI_MANIFEST,
            blob(config).withMediaType(MediaTypes.OCI_CONFIG),
            List.of(blob("layer")))
        .toRaw();
  }

  @Test
  void isMadeWhenSomethingIsWritten() throws IOException {
    OciLayout layout = layout();
    assertThat(layout.resolve("1")).isEmpty();
    assertThat(layout.resolveSole()).isEmpty();
    assertThat(withdraw(layout, manifest("1").digest())).isEqualTo(OciLayout.Withdrawal.DONE);
    assertThat(layout.directory()).doesNotExist();
    put(layout, "a");
    assertThat(layout.directory().resolve("oci-layout"))
        .hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(layout.directory().resolve("index.json")).exists();
    assertThat(layout.blobPath(blob("a").digest())).hasContent("a");
    assertThat(layout.directory().resolve(".part")).isEmptyDirectory();
  }

  @Test
  void blobIsWrittenOnceAndReadBack() throws IOException {
    OciLayout layout = layout();
    Descriptor a = blob("a");
    assertThat(layout.hasBlob(a)).isFalse();
    assertThat(layout.putBlob(a, () -> new ByteArrayInputStream(new byte[] {'a'}), List.of()))
        .isEqualTo(Transfer.UPLOADED);
    assertThat(
            layout.putBlob(
                a,
                () -> {
                  throw new IOException("must not be opened");
                },
                List.of()))
        .isEqualTo(Transfer.PRESENT);
    assertThat(layout.hasBlob(a)).isTrue();
    try (var in = layout.openBlob(a)) {
      assertThat(in.readAllBytes()).containsExactly('a');
    }
    assertThatThrownBy(() -> layout.openBlob(blob("b")))
        .isInstanceOf(BlobMissingException.class)
        .hasMessageContaining("oci:layout")
        .hasMessageContaining(blob("b").digest().toString());
  }

  /** What a process that was killed left goes; what another may be writing stays. */
  @Test
  void temporaryFilesOfTheDeadAreRemoved() throws IOException {
    put(layout(), "a");
    Path temporary = layout().directory().resolve(".part");
    Path dead = Files.writeString(temporary.resolve("dead"), "half a la");
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
    Path writing = Files.writeString(temporary.resolve("writing"), "half a la");
    Files.setLastModifiedTime(writing, FileTime.from(Instant.now().minus(Duration.ofMinutes(50))));
    put(layout(), "a");
    assertThat(dead).as("nothing was written, so nobody looked").exists();
    put(layout(), "b");
    assertThat(dead).doesNotExist();
    assertThat(writing).exists();
  }

  @Test
  void wrongBytesAreNotKept() {
    OciLayout layout = layout();
    for (String wrong : List.of("b", "", "ab")) {
      assertThatThrownBy(
              () ->
                  layout.putBlob(
                      blob("a"), () -> new ByteArrayInputStream(wrong.getBytes(UTF_8)), List.of()))
          .isInstanceOf(WrongContentException.class)
          .hasMessageContaining(blob("a").digest().toString());
      assertThat(layout.blobPath(blob("a").digest())).doesNotExist();
      assertThat(layout.directory().resolve(".part")).isEmptyDirectory();
    }
  }

  @Test
  void damagedBlobIsFoundBeforeItsEnd() throws IOException {
    OciLayout layout = layout();
    put(layout, "right");
    Path file = layout.blobPath(blob("right").digest());
    Files.writeString(file, "wrong");
    assertThatThrownBy(
            () -> {
              try (var in = layout.openBlob(blob("right"))) {
                in.readNBytes(5);
              }
            })
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("layout damaged (a blob whose digest does not match)")
        .hasMessageContaining(file.toString());
    Files.writeString(file, "sho");
    assertThat(layout.hasBlob(blob("right"))).isFalse();
    put(layout, "right");
    assertThat(file).hasContent("right");
  }

  @Test
  void damagedBlobOfABuildIsDeletedSoThatItIsWrittenAgain() throws IOException {
    OciLayout layout = layout();
    put(layout, "right");
    Path file = layout.blobPath(blob("right").digest());
    try (var in = layout.openOwnBlob(blob("right"))) {
      assertThat(in.readAllBytes()).hasSize(5);
    }
    Files.writeString(file, "wrong");
    assertThatThrownBy(
            () -> {
              try (var in = layout.openOwnBlob(blob("right"))) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("layout damaged (a blob whose digest does not match)")
        .hasMessageContaining(file + ": its bytes have another digest; the file has been deleted");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> layout.openOwnBlob(blob("right")))
        .isInstanceOf(BlobMissingException.class);
  }

  @Test
  void aSmallBlobThatIsDamagedIsReplacedAndALargeOneIsNotRead() throws IOException {
    OciLayout layout = layout();
    put(layout, "right");
    Path file = layout.blobPath(blob("right").digest());
    Files.writeString(file, "wrong");
    put(layout, "right");
    assertThat(file).hasContent("right");

    String large = "x".repeat((4 << 20) + 1);
    put(layout, large);
    Path largeFile = layout.blobPath(blob(large).digest());
    Files.writeString(largeFile, "y".repeat(large.length()));
    put(layout, large);
    assertThat(largeFile).content().startsWith("y");
  }

  @Test
  void damagedManifestIsFound() throws IOException {
    OciLayout layout = layout();
    RawManifest manifest = manifest("c");
    layout.putManifest(manifest);
    Path file = layout.blobPath(manifest.digest());
    Files.writeString(file, Files.readString(file).replace("layers", "LAYERS"));
    assertThatThrownBy(() -> layout.manifest(manifest.digest().toString()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("layout damaged")
        .hasMessageContaining(file.toString());
  }

  @Test
  void tagsNameManifests() throws IOException {
    OciLayout layout = layout();
    RawManifest one = manifest("1");
    RawManifest two = manifest("2");
    layout.putManifest(one);
    layout.putManifest(two);
    layout.tag("a", one);
    layout.tag("b", one);
    layout.tag("a", two);
    assertThat(layout.resolve("a")).contains(two.descriptor());
    assertThat(layout.resolve("b")).contains(one.descriptor());
    assertThat(layout.resolve(one.digest().toString())).contains(one.descriptor());
    assertThat(layout.manifest("a").orElseThrow().bytes()).isEqualTo(two.bytes());
    assertThat(layout.resolveSole()).isEmpty();
    layout.withdraw("a", two.digest());
    assertThat(layout.resolve("a")).isEmpty();
    assertThat(layout.resolveSole()).contains(one.descriptor());
    assertThat(layout.resolve("latest")).isEmpty();
  }

  @Test
  void anyManifestAmongTheBlobsIsFoundByDigest() throws IOException {
    OciLayout layout = layout();
    RawManifest child = manifest("1");
    RawManifest index =
        new Index(MediaTypes.OCI_INDEX, List.of(child.descriptor()), Map.of()).toRaw();
    layout.putManifest(child);
    layout.putManifest(index);
    put(layout, "{\"some\":\"config\"}");
    put(layout, "no JSON");
    assertThat(layout.resolve(child.digest().toString())).contains(child.descriptor());
    assertThat(layout.resolve(index.digest().toString())).contains(index.descriptor());
    assertThat(layout.resolve(blob("{\"some\":\"config\"}").digest().toString())).isEmpty();
    assertThat(layout.resolve(blob("no JSON").digest().toString())).isEmpty();
    String plain =
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"x\"},\"layers\":[]}"; // says no type
    put(layout, plain);
    assertThat(layout.resolve(blob(plain).digest().toString()).orElseThrow().mediaType())
        .isEqualTo(MediaTypes.OCI_MANIFEST);
  }

  @Test
  void foreignEntriesAndMembersSurvive() throws IOException {
    OciLayout layout = layout();
    RawManifest one = manifest("1");
    layout.putManifest(one);
    String foreign =
        "{\"schemaVersion\":2,\"x\":{\"y\":[1.50,null]},\"manifests\":[{\"mediaType\":\"a/b\","
            + "\"digest\":\"sha256:"
            + "0".repeat(64)
            + "\",\"size\":3,\"data\":\"AAAA\",\"annotations\":{\"k\":\"v\"}}]}";
    Path file = layout.directory().resolve("index.json");
    Files.writeString(file, foreign);
    layout.tag("a", one);
    layout.withdraw("a", one.digest());
    assertThat(Json.parseObject(Files.readAllBytes(file), "index"))
        .isEqualTo(Json.parseObject(foreign.getBytes(UTF_8), "foreign"));
  }

  @Test
  void aTagGoesBackWithAllThatStoodThere() throws IOException {
    OciLayout layout = layout();
    RawManifest one = manifest("1");
    RawManifest two = manifest("2");
    layout.tag("a", one);
    Path file = layout.directory().resolve("index.json");
    Files.writeString(
        file, Files.readString(file).replace("\"size\"", "\"x\" : [ 1.50 ],\n      \"size\""));
    var before = Json.parseObject(Files.readAllBytes(file), "before");
    layout.tag("a", two);
    layout.tag("a", two); // a request that is made again
    assertThat(layout.putBack("a", one, two.digest())).isTrue();
    assertThat(Json.parseObject(Files.readAllBytes(file), "after")).isEqualTo(before);
    assertThat(layout.putBack("a", one, two.digest())).isTrue();
    assertThat(Json.parseObject(Files.readAllBytes(file), "after")).isEqualTo(before);
  }

  /** Two builds have seen that it does not exist, and wait for the same lock. */
  @Test
  void ofTwoThatMakeATagOneDoes() throws Exception {
    put(layout(), "there");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> results = new ArrayList<>();
    try (FileChannel gate =
            FileChannel.open(folder.resolve("layout/.lock.gate"), StandardOpenOption.WRITE);
        FileLock held = gate.lock()) {
      for (String content : List.of("1", "2")) {
        OciLayout layout = layout();
        results.add(threads.submit(() -> layout.tag("1.2.3", manifest(content), null)));
      }
      Thread.sleep(50);
      assertThat(held.isValid()).isTrue();
    }
    List<Throwable> failures = new ArrayList<>();
    for (Future<?> result : results) {
      try {
        result.get();
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    threads.shutdown();
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0))
        .isInstanceOf(TagMovedException.class)
        .hasMessageContaining("oci:layout:1.2.3 was moved by somebody else")
        .hasMessageContaining("should name nothing yet");
  }

  @Test
  void aTagMovesFromWhatWasSeenAndAgain() throws IOException {
    OciLayout layout = layout();
    layout.tag("a", manifest("1"));
    layout.tag("a", manifest("2"), manifest("1").digest());
    layout.tag("a", manifest("2"), manifest("1").digest()); // a request that is made again
    assertThat(layout.resolve("a")).contains(manifest("2").descriptor());
    assertThatThrownBy(() -> layout.tag("a", manifest("3"), manifest("1").digest()))
        .isInstanceOf(TagMovedException.class);
    assertThat(layout.putBack("a", manifest("1"), manifest("2").digest())).isTrue();
    assertThat(layout.resolve("a")).contains(manifest("1").descriptor());
  }

  @Test
  void aTagThatSomebodyElseMovedIsNotPutBack() throws IOException {
    OciLayout layout = layout();
    layout.tag("a", manifest("1"));
    layout.tag("a", manifest("2"));
    layout().tag("a", manifest("3"));
    assertThat(layout.putBack("a", manifest("1"), manifest("2").digest())).isFalse();
    assertThat(layout.resolve("a")).contains(manifest("3").descriptor());
    layout.withdraw("a", manifest("3").digest());
    assertThat(layout.putBack("a", manifest("1"), manifest("2").digest())).isFalse();
    assertThat(layout.resolve("a")).isEmpty();
  }

  @Test
  void aTagThatAnotherObjectMovedIsPutBackBare() throws IOException {
    layout().tag("a", manifest("1"));
    layout().tag("a", manifest("2"));
    assertThat(layout().putBack("a", manifest("1"), manifest("2").digest())).isTrue();
    assertThat(layout().resolve("a")).contains(manifest("1").descriptor());
  }

  @Test
  void rootReplacesEverythingAndPruneDropsTheRest() throws IOException {
    OciLayout layout = layout();
    RawManifest one = manifest("1");
    RawManifest two = manifest("2");
    layout.putManifest(one);
    layout.tag("old", one);
    layout.putManifest(two);
    layout.setRoot(two.descriptor());
    layout.prune(Set.of(two.digest()));
    assertThat(layout.resolve("old")).isEmpty();
    assertThat(layout.resolveSole()).contains(two.descriptor());
    assertThat(layout.blobPath(one.digest())).doesNotExist();
    assertThat(layout.blobPath(two.digest())).exists();
  }

  @Test
  void adoptsWhatWasWrittenBesideIt() throws IOException {
    OciLayout layout = layout();
    Path file = layout.temporaryFile();
    Files.writeString(file, "a");
    layout.adopt(file, blob("a"));
    assertThat(layout.hasBlob(blob("a"))).isTrue();
    assertThat(file).doesNotExist();
    Path wrong = layout.temporaryFile();
    Files.writeString(wrong, "abc");
    assertThatThrownBy(() -> layout.adopt(wrong, blob("a")))
        .isInstanceOf(EnvironmentException.class);
  }

  @Test
  void aFolderThatHoldsSomethingElseIsRefused() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("pom.xml"), "<project/>");
    assertThatThrownBy(() -> put(OciLayout.at(other, "oci:other"), "a"))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("pom.xml")
        .hasMessageContaining(other.toString());
    assertThat(other).isDirectoryNotContaining("glob:**/.lock");
  }

  @Test
  void brokenIndexIsSaid() throws IOException {
    OciLayout layout = layout();
    put(layout, "a");
    for (String broken : List.of("{", "{}", "[]")) {
      Files.writeString(layout.directory().resolve("index.json"), broken);
      assertThatThrownBy(() -> layout.resolve("a"))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("layout damaged")
          .hasMessageContaining("index.json");
    }
  }

  @Test
  void manyWritersLoseNoTag() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int number = i;
        writers.add(
            () -> {
              OciLayout layout = layout(); // each its own object, as modules under -T have
              RawManifest manifest = manifest("same");
              layout.putManifest(manifest);
              layout.tag("t" + number, manifest);
              return null;
            });
      }
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (int i = 0; i < 40; i++) {
      assertThat(layout().resolve("t" + i)).isPresent();
    }
  }

  @Test
  void failureToWriteNamesThePath() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> put(OciLayout.at(file.resolve("layout"), "oci:file/layout"), "a"))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(file.toString())
        .satisfies(e -> assertThat(((ImageException) e).code()).isEqualTo(Code.ENVIRONMENT));
  }

  /** The process that {@link #manyProcessesLoseNoTag} starts. */
  static final class Writer {
    private Writer() {}

    /**
     * @param arguments the layout's directory, what its tags begin with
     */
    public static void main(String[] arguments) throws IOException {
      OciLayout layout = OciLayout.at(Path.of(arguments[0]), "oci:layout");
      RawManifest manifest = manifest("same");
      layout.putManifest(manifest);
      for (int i = 0; i < 30; i++) {
        layout.tag(arguments[1] + i, manifest);
      }
    }
  }

  @Test
  void manyProcessesLoseNoTag() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (String tags : List.of("a", "b", "c")) {
      writers.add(
          ChildJvm.start(
              Writer.class,
              folder.resolve(tags + ".log"),
              folder.resolve("layout").toString(),
              tags));
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }
    for (String tags : List.of("a", "b", "c")) {
      for (int i = 0; i < 30; i++) {
        assertThat(layout().resolve(tags + i)).as(tags + i).isPresent();
      }
    }
  }

  /** Another process holds the lock, and moves the tag while we wait to withdraw it. */
  @Test
  void withdrawalLeavesWhatAnotherHasPutThereMeanwhile() throws Exception {
    OciLayout layout = layout();
    layout.putManifest(manifest("1"));
    layout.putManifest(manifest("2"));
    layout.tag("a", manifest("1"));
    OciLayout.Withdrawal[] outcome = new OciLayout.Withdrawal[1];
    Thread withdrawal;
    try (FileChannel gate =
            FileChannel.open(
                layout.directory().resolve(".lock.gate"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = gate.lock()) {
      withdrawal = new Thread(() -> outcome[0] = withdraw(layout, manifest("1").digest()));
      withdrawal.start();
      Thread.sleep(100); // until it waits; if it does not yet, it only finds the tag moved sooner
      Path index = layout.directory().resolve("index.json");
      Files.writeString(
          index,
          Files.readString(index)
              .replace(manifest("1").digest().toString(), manifest("2").digest().toString()));
    }
    withdrawal.join();
    assertThat(outcome[0]).isEqualTo(OciLayout.Withdrawal.MOVED);
    assertThat(layout.resolve("a").map(Descriptor::digest)).contains(manifest("2").digest());
    assertThat(withdraw(layout, manifest("2").digest())).isEqualTo(OciLayout.Withdrawal.DONE);
    assertThat(layout.resolve("a")).isEmpty();
    assertThat(withdraw(layout, manifest("2").digest())).isEqualTo(OciLayout.Withdrawal.DONE);
  }

  private static OciLayout.Withdrawal withdraw(OciLayout layout, Digest moved) {
    try {
      return layout.withdraw("a", moved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
