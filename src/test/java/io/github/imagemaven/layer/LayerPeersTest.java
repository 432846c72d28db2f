package io.github.imagemaven.layer;

import static io.github.imagemaven.layer.Entries.directory;
import static io.github.imagemaven.layer.Entries.file;
import static io.github.imagemaven.layer.Entries.link;
import static io.github.imagemaven.layer.Entries.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.oci.MediaTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other people's programs make of our layers. */
class LayerPeersTest {
  private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56Z");

  @TempDir Path folder;

  @Test
  void gzipAcceptsTheBlobAndGivesTheTarBack() throws Exception {
    Program gzip = Program.required("gzip");
    Layer layer = write(entries());
    gzip.run("-t", blob().toString());
    gzip.run("-dk", blob().toString());
    byte[] tar = Files.readAllBytes(folder.resolve("blob"));
    assertThat(layer.diffId()).isEqualTo(io.github.imagemaven.oci.Digest.ofBytes(tar));
  }

  @Test
  void tarListsRightsOwnersTimesAndNames() throws Exception {
    Program tar = Program.required("tar");
    write(entries());
    String list =
        tar.run(
            "--utc",
            "--full-time",
            "--numeric-owner",
            "--quoting-style=literal",
            "-tvzf",
            blob().toString());
    assertThat(list.lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "drwxr-xr-x 0/0 0 2024-02-29 12:34:56 app/",
            "-rw-r--r-- 0/0 5 2024-02-29 12:34:56 app/hello.txt",
            "-rw-r--r-- 0/0 7 2024-02-29 12:34:56 app/grüße/\uD83D\uDE00.txt",
            "lrwxrwxrwx 0/0 0 2024-02-29 12:34:56 app/current -> hello.txt",
            "drwxrwxrwt 0/0 0 2024-02-29 12:34:56 data/",
            "-rwsr-x--- 3000000/1000 4 2024-02-29 12:34:56 data/owned");
  }

  @Test
  void tarExtractsWhatWentIn() throws Exception {
    Program tar = Program.required("tar");
    write(entries());
    Path out = Files.createDirectory(folder.resolve("out"));
    tar.run("--no-same-owner", "-xpzf", blob().toString(), "-C", out.toString());
    assertThat(out.resolve("app/" + "long/".repeat(60) + "file")).hasContent("beyond 255");
    assertThat(out.resolve("app/" + "prefix-folder/".repeat(10) + "file")).hasContent("prefix");
    assertThat(out.resolve("app/" + "n".repeat(200))).hasContent("long name");
    assertThat(out.resolve("app/grüße/\uD83D\uDE00.txt")).hasContent("unicode");
    assertThat(out.resolve("app/a?b")).hasContent("question");
    assertThat(Files.readSymbolicLink(out.resolve("app/current"))).isEqualTo(Path.of("hello.txt"));
    assertThat(Files.readSymbolicLink(out.resolve("app/far")).toString())
        .isEqualTo("../" + "far/".repeat(50) + "away");
    assertThat(out.resolve("app/noise")).hasSameBinaryContentAs(folder.resolve("noise"));
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("app/script"))))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  void namesOfEveryLengthComeBack() throws Exception {
    Program tar = Program.required("tar");
    List<LayerEntry> entries = new ArrayList<>();
    for (int folders = 80; folders < 170; folders += 3) {
      for (int name = 90; name < 112; name += 2) {
        entries.add(text("/" + "d".repeat(folders) + "/" + "f".repeat(name), ""));
      }
    }
    write(entries);
    assertThat(
            tar.run("-tzf", blob().toString())
                .lines()
                .filter(line -> !line.endsWith("/"))
                .map(line -> "/" + line))
        .containsExactlyInAnyOrderElementsOf(entries.stream().map(LayerEntry::path).toList());
  }

  @Test
  void skopeoAndUmociUnpackAnImageOfTheLayer() throws Exception {
    Program umoci = Program.required("umoci");
    Program skopeo = Program.required("skopeo");
    Layer layer = write(entries());
    Path layout = folder.resolve("layout");
    umoci.run("init", "--layout", layout.toString());
    umoci.run("new", "--image", layout + ":plain");
    umoci.run(
        "raw", "add-layer", "--image", layout + ":plain", folder.resolve(tarOnly()).toString());
    assertThat(skopeo.run("inspect", "--config", "oci:" + layout + ":plain"))
        .contains(layer.diffId().toString());
    umoci.run(
        "unpack", "--rootless", "--image", layout + ":plain", folder.resolve("bundle").toString());
    assertThat(folder.resolve("bundle/rootfs/app/hello.txt")).hasContent("hello");
    assertThat(folder.resolve("bundle/rootfs/app/" + "long/".repeat(60) + "file"))
        .hasContent("beyond 255");
  }

  /** umoci compresses layers itself: it judges the tar, gzip judges the compression. */
  private String tarOnly() throws Exception {
    Program.required("gzip").run("-dk", blob().toString());
    return "blob";
  }

  private List<LayerEntry> entries() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    Arrays.fill(noise, 100_000, 150_000, (byte) 'x');
    return List.of(
        text("/app/hello.txt", "hello"),
        text("/app/" + "prefix-folder/".repeat(10) + "file", "prefix"),
        text("/app/" + "long/".repeat(60) + "file", "beyond 255"),
        text("/app/" + "n".repeat(200), "long name"),
        text("/app/grüße/\uD83D\uDE00.txt", "unicode"),
        text("/app/a?b", "question"),
        link("/app/current", "hello.txt"),
        link("/app/far", "../" + "far/".repeat(50) + "away"),
        file("/app/noise", Files.write(folder.resolve("noise"), noise)),
        new LayerEntry("/app/script", new Content.Bytes(new byte[] {'#'}), 0755, 0, 0),
        directory("/data", 01777),
        new LayerEntry("/data/owned", new Content.Bytes(new byte[4]), 04750, 3_000_000, 1000));
  }

  private Layer write(List<LayerEntry> entries) throws Exception {
    return new LayerWriter(MODIFIED).write("test", entries, MediaTypes.OCI_LAYER_GZIP, blob());
  }

  private Path blob() {
    return folder.resolve("blob.gz");
  }
}
