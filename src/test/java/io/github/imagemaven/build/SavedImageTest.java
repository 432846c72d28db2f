package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedImageTest {
  private static final byte[] ONE = "one".repeat(999).getBytes(US_ASCII);
  private static final byte[] TWO = "two".getBytes(US_ASCII);

  @TempDir Path temp;
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  private void entry(char type, String name, byte[] content) {
    byte[] header = new byte[512];
    System.arraycopy(name.getBytes(US_ASCII), 0, header, 0, name.length());
    System.arraycopy("%011o".formatted(content.length).getBytes(US_ASCII), 0, header, 124, 11);
    header[156] = (byte) type;
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }

  private void image(String layers, byte[]... contents) {
    StringBuilder config = new StringBuilder("{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[");
    for (int i = 0; i < contents.length; i++) {
      config.append(i == 0 ? "\"" : ",\"").append(Digest.ofBytes(contents[i])).append('"');
    }
    entry('0', "config.json", config.append("]}}").toString().getBytes(US_ASCII));
    entry(
        '0',
        "manifest.json",
        ("[{\"Config\":\"config.json\",\"Layers\":" + layers + "}]").getBytes(US_ASCII));
  }

  private EngineResult unpack() throws IOException {
    return unpack(Map.of());
  }

  private EngineResult unpack(Map<String, Descriptor> elsewhere) throws IOException {
    Path archive = Files.write(temp.resolve("image.tar"), tar.toByteArray());
    Path folder = Files.createDirectory(temp.resolve("image"));
    SavedImage.unpack(archive, elsewhere, folder);
    return EngineResult.read(folder);
  }

  /** Docker 20.10 writes a link where a layer comes twice, newer ones its name alone. */
  @Test
  void layersAreInTheConfigsOrder() throws IOException {
    entry('5', "a/", new byte[0]);
    entry('0', "a/layer.tar", TWO);
    entry('2', "b/layer.tar", new byte[0]);
    entry('0', "blobs/sha256/c", ONE);
    image("[\"blobs/sha256/c\",\"a/layer.tar\",\"b/layer.tar\",\"a/layer.tar\"]", ONE, TWO, TWO);
    EngineResult result = unpack();

    assertThat(result.layers()).hasSize(3);
    assertThat(result.layers().get(1)).isEqualTo(result.layers().get(2));
    for (int i = 0; i < 2; i++) {
      Path blob = result.folder().resolve(result.layers().get(i).digest().hex());
      assertThat(Digest.ofBytes(Files.readAllBytes(blob)))
          .isEqualTo(result.layers().get(i).digest());
      try (InputStream content = new GZIPInputStream(Files.newInputStream(blob))) {
        assertThat(content.readAllBytes()).isEqualTo(i == 0 ? ONE : TWO);
      }
    }
  }

  @Test
  void whatIsHadElsewhereIsNotCompressed() throws IOException {
    entry('0', "a/layer.tar", ONE);
    entry('0', "b/layer.tar", TWO);
    image("[\"a/layer.tar\",\"b/layer.tar\"]", ONE, TWO);
    Descriptor known = Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, Digest.ofBytes(TWO), 7);
    EngineResult result = unpack(Map.of(Digest.ofBytes(ONE).toString(), known));

    assertThat(result.layers()).hasSize(2).startsWith(known);
    assertThat(result.folder().resolve(known.digest().hex())).doesNotExist();
    assertThat(result.folder().resolve(result.layers().get(1).digest().hex())).exists();
  }

  @Test
  void aLayerThatIsMissing() {
    entry('0', "a/layer.tar", TWO);
    image("[\"a/layer.tar\"]", TWO, ONE);
    assertThatThrownBy(this::unpack)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("it lacks the layer " + Digest.ofBytes(ONE));
  }

  @Test
  void noImage() {
    entry('0', "a", ONE);
    assertThatThrownBy(this::unpack)
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("no manifest.json");
    tar.reset();
    tar.writeBytes("x".repeat(2000).getBytes(US_ASCII));
    assertThatThrownBy(
            () ->
                SavedImage.unpack(
                    Files.write(temp.resolve("x"), tar.toByteArray()), Map.of(), temp))
        .isInstanceOf(PlatformBuildException.class)
        .hasMessageContaining("it is no tar");
  }
}
