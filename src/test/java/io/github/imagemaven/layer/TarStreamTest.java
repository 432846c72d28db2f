package io.github.imagemaven.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarStreamTest {
  @TempDir Path folder;

  @Test
  void tarUnpacksWhatItWrites() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarStream tar = new TarStream(bytes);
    String name = "blobs/sha256/" + "0123456789abcdef".repeat(4);
    byte[] content = "x".repeat(1000).getBytes(UTF_8);
    tar.add(name, content.length, new ByteArrayInputStream(content));
    tar.add("empty", new byte[0]);
    tar.add("full", new byte[512]);
    tar.finish();

    assertThat(bytes.size() % 512).isZero();
    Path archive = Files.write(folder.resolve("a.tar"), bytes.toByteArray());
    Process process =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
    assertThat(folder.resolve(name)).hasBinaryContent(content);
    assertThat(folder.resolve("empty")).isEmptyFile();
    assertThat(folder.resolve("full")).hasBinaryContent(new byte[512]);
  }

  @Test
  void contentOfAnotherSizeIsRefused() {
    TarStream tar = new TarStream(new ByteArrayOutputStream());
    assertThatThrownBy(() -> tar.add("short", 3, new ByteArrayInputStream(new byte[2])))
        .isInstanceOf(IOException.class)
        .hasMessage("short should have 3 bytes and has 2");
  }
}
