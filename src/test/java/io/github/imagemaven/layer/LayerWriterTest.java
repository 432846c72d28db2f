package io.github.imagemaven.layer;

import static io.github.imagemaven.layer.Entries.bytes;
import static io.github.imagemaven.layer.Entries.directory;
import static io.github.imagemaven.layer.Entries.file;
import static io.github.imagemaven.layer.Entries.link;
import static io.github.imagemaven.layer.Entries.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWriterTest {
  private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56.789Z");

  @TempDir Path folder;

  @Test
  void theBytesAreTheSameForEver() throws Exception {
    // Another digest here means that every user's layers change with the next release, and that
    // LayerWriter.FORMAT must be raised.
    Layer layer = write(golden());
    assertThat(layer.diffId().hex())
        .isEqualTo("749900194e87a1ea4212d059f576ecc846b67b7e4ca9f0624fd7aec7737e3a16");
    assertThat(layer.descriptor().digest().hex())
        .isEqualTo("b99232adca1e8434dcc5d9b59bdac65a5deeeadbef9a421f036a7c313d1196ae");
  }

  @Test
  void descriptorAndDiffIdAreThoseOfTheFile() throws Exception {
    Layer layer = write(golden());
    byte[] blob = Files.readAllBytes(blob());
    assertThat(layer.name()).isEqualTo("test");
    assertThat(layer.descriptor().mediaType()).isEqualTo(MediaTypes.OCI_LAYER_GZIP);
    assertThat(layer.descriptor().digest()).isEqualTo(Digest.ofBytes(blob));
    assertThat(layer.descriptor().size()).isEqualTo(blob.length);
    assertThat(layer.diffId()).isEqualTo(Digest.ofBytes(tar()));
  }

  @Test
  void orderFolderAndTimesOnDiskDoNotMatter() throws Exception {
    Layer first = write(filesIn(folder.resolve("one"), 1));
    List<LayerEntry> others = filesIn(folder.resolve("two/deeper"), 1_000_000_000);
    Collections.shuffle(others, new Random(1));
    assertThat(write(others)).isEqualTo(first);
  }

  @Test
  void aFileAndTheSameBytesFromMemoryMakeTheSameLayer() throws Exception {
    byte[] content = "content".repeat(30_000).getBytes(StandardCharsets.UTF_8);
    Path source = Files.write(folder.resolve("source"), content);
    assertThat(write(List.of(file("/a", source)))).isEqualTo(write(List.of(bytes("/a", content))));
  }

  @Test
  void theTimeZoneDoesNotMatter() throws Exception {
    Layer first = write(golden());
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(write(golden())).isEqualTo(first);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void anEmptyLayerIsAnEmptyArchive() throws Exception {
    write(List.of());
    assertThat(tar()).isEqualTo(new byte[1024]);
  }

  @Test
  void threeThousandSmallFilesTakeAHeaderAndABlockEach() throws Exception {
    List<LayerEntry> entries = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      entries.add(text("/app/classes/com/acme/C" + i + ".class", "four"));
    }
    Layer layer = write(entries);
    assertThat(tar()).hasSize(4 * 512 + 3000 * 1024 + 1024);
    assertThat(layer.descriptor().size()).isLessThan(75_000);
  }

  @Test
  void alreadyCompressedFilesAreStoredAndTheRestIsDeflated() throws Exception {
    byte[] dense = new byte[1_000_000];
    new Random(1).nextBytes(dense);
    assertThat(write(List.of(bytes("/x", new byte[1_000_000]))).descriptor().size())
        .isLessThan(3000);
    Path jar = Files.write(folder.resolve("a.jar"), dense);
    write(List.of(file("/a.jar", jar)));
    byte[] blob = Files.readAllBytes(blob());
    assertThat(blob.length).isBetween(1_000_000, 1_003_000);
    // After the gzip header, a stored block with the tar header, and the head of a stored block.
    assertThat(Arrays.copyOfRange(blob, 10 + 5 + 512 + 5, 10 + 5 + 512 + 5 + 65535))
        .isEqualTo(Arrays.copyOf(dense, 65535));
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsNamed() throws Exception {
    Path source = folder.resolve("source");
    byte[] dense = new byte[2_000_000];
    new Random(1).nextBytes(dense);
    Files.write(source, dense);
    try (RandomAccessFile sparse = new RandomAccessFile(source.toFile(), "rw")) {
      sparse.setLength(1L << 35);
      Thread cutter = new Thread(() -> cutWhenReadingHasBegun(sparse));
      cutter.start();
      assertThatExceptionOfType(LayerException.class)
          .isThrownBy(() -> write(List.of(file("/a", source))))
          .withMessageContaining(source + " was 34359738368 bytes long")
          .withMessageContaining("is shorter now");
      cutter.join();
    }
  }

  @Test
  void aFileThatHoldsMoreThanItsSizeIsNamed() {
    Path growing = Path.of("/proc/self/maps"); // says 0 bytes, holds more
    assumeTrue(Files.isRegularFile(growing));
    assertThatExceptionOfType(LayerException.class)
        .isThrownBy(() -> write(List.of(file("/a", growing))))
        .withMessageContaining(growing + " was 0 bytes long")
        .withMessageContaining("is longer now");
  }

  @Test
  void entriesOfAnArchiveCanBeFiles() throws Exception {
    Path archive = folder.resolve("application.jar");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.writeString(zip.getPath("/nested.txt"), "nested ".repeat(20_000));
    }
    try (FileSystem zip = FileSystems.newFileSystem(archive)) {
      assertThat(write(List.of(file("/a", zip.getPath("/nested.txt")))))
          .isEqualTo(write(List.of(text("/a", "nested ".repeat(20_000)))));
    }
  }

  private void cutWhenReadingHasBegun(RandomAccessFile file) {
    try {
      while (!Files.exists(blob()) || Files.size(blob()) < 1_000_000) {
        Thread.onSpinWait();
      }
      file.setLength(1000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.jar");
    assertThatExceptionOfType(LayerException.class)
        .isThrownBy(() -> write(List.of(file("/a", missing))))
        .withMessageContaining(missing + " does not exist")
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.BUILD))
        .satisfies(e -> assertThat(e.file()).isEqualTo(missing));
  }

  @Test
  void aDirectoryGivenAsAFileIsNamed() {
    assertThatExceptionOfType(LayerException.class)
        .isThrownBy(() -> write(List.of(file("/a", folder))))
        .withMessageContaining(folder + " is not a regular file");
  }

  @Test
  void aFolderThatDoesNotExistForTheBlobIsAnIoFailure() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new LayerWriter(MODIFIED)
                    .write("test", List.of(), "type", folder.resolve("none/blob")));
  }

  @Test
  void timesThatNoTarHeaderCanHoldAreRefused() {
    for (String time : List.of("1969-12-31T23:59:59Z", "2242-03-16T12:56:32Z")) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> new LayerWriter(Instant.parse(time)))
          .withMessageContaining(time);
    }
  }

  /** Everything a layer can hold, made without chance. */
  private static List<LayerEntry> golden() {
    byte[] noise = new byte[200_000];
    new Random(7).nextBytes(noise);
    StringBuilder text = new StringBuilder();
    Random random = new Random(8);
    while (text.length() < 300_000) {
      text.append(Integer.toString(random.nextInt(5000), 36))
          .append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    return List.of(
        bytes("/app/noise.bin", noise),
        text("/app/numbers.txt", text.toString()),
        text("/app/empty", ""),
        text("/app/" + "long-folder-name/".repeat(8) + "file", "ustar prefix"),
        text("/app/" + "x".repeat(180), "pax path"),
        text("/app/grüße/\uD83D\uDE00.txt", "pax path, not ASCII"),
        link("/app/current", "numbers.txt"),
        link("/app/far", "/" + "far/".repeat(40) + "away"),
        directory("/var/data", 01777),
        new LayerEntry("/var/data/owned", new Content.Bytes(new byte[70_000]), 0600, 1000, 65534),
        new LayerEntry("/var/data/big-id", new Content.Bytes(new byte[1]), 04755, 3_000_000, 5));
  }

  private static List<LayerEntry> filesIn(Path root, long seconds) throws IOException {
    List<LayerEntry> entries = new ArrayList<>();
    Random random = new Random(3);
    Files.createDirectories(root);
    for (int i = 0; i < 50; i++) {
      byte[] content = new byte[random.nextInt(20_000)];
      random.nextBytes(content);
      Path source = Files.write(root.resolve("f" + i), content);
      Files.setLastModifiedTime(source, FileTime.from(Instant.ofEpochSecond(seconds + i)));
      entries.add(file("/app/" + i % 7 + "/f" + i, source));
    }
    return entries;
  }

  private Layer write(Collection<LayerEntry> entries) throws IOException {
    return new LayerWriter(MODIFIED).write("test", entries, MediaTypes.OCI_LAYER_GZIP, blob());
  }

  private Path blob() {
    return folder.resolve("blob");
  }

  private byte[] tar() throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(blob()))) {
      return in.readAllBytes();
    }
  }
}
