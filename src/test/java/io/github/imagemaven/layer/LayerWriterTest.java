package io.github.imagemaven.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWriterTest {
  private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56.789Z");

  @TempDir Path folder;

  @Test
  void descriptorAndDiffIdAreThoseOfTheFile() throws Exception {
    Path file = folder.resolve("blob");
    byte[] text = "hello\n".getBytes(StandardCharsets.UTF_8);
    Layer layer =
        new LayerWriter(MODIFIED)
            .write(
                "greeting",
                List.of(new LayerEntry("/app/hello.txt", new Content.Bytes(text), 0644, 0, 0)),
                MediaTypes.OCI_LAYER_GZIP,
                file);
    byte[] blob = Files.readAllBytes(file);
    assertThat(layer.name()).isEqualTo("greeting");
    assertThat(layer.descriptor().mediaType()).isEqualTo(MediaTypes.OCI_LAYER_GZIP);
    assertThat(layer.descriptor().digest()).isEqualTo(Digest.ofBytes(blob));
    assertThat(layer.descriptor().size()).isEqualTo(blob.length);
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] tar = in.readAllBytes();
      assertThat(layer.diffId()).isEqualTo(Digest.ofBytes(tar));
      assertThat(tar).hasSize(512 + 512 + 512 + 1024);
    }
  }
}
