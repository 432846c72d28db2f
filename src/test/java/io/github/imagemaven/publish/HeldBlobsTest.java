package io.github.imagemaven.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs of which several folders are said to have each. */
class HeldBlobsTest {
  private static final byte[] BYTES = "a layer".getBytes(UTF_8);

  @TempDir Path folder;
  private OciLayout one;
  private OciLayout two;
  private Descriptor blob;

  @BeforeEach
  void put() throws IOException {
    one = OciLayout.at(folder.resolve("one"), "oci:one");
    two = OciLayout.at(folder.resolve("two"), "oci:two");
    blob = TestImage.put(one, BYTES, "application/octet-stream");
    TestImage.put(two, BYTES, "application/octet-stream");
  }

  private BlobSource source() throws IOException {
    BlobCache cache =
        new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, new RecordingLog());
    return new HeldBlobs(
            Map.of(blob.digest(), new LinkedHashSet<ImageStore>(List.of(one, two))), cache)
        .source(blob);
  }

  /** At its full size: no directory shows it. */
  private void damage(String layout) throws IOException {
    Files.write(
        folder.resolve(layout + "/blobs/sha256/" + blob.digest().hex()), "b layer".getBytes(UTF_8));
  }

  @Test
  void aFolderThatGivesItDamagedIsPassedOver() throws IOException {
    damage("one");
    BlobSource source = source();
    source.prepare();
    try (InputStream in = source.open()) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void whereAllAreDamagedEachIsSaid() throws IOException {
    damage("one");
    damage("two");
    BlobSource source = source();
    assertThatThrownBy(source::prepare)
        .isInstanceOf(PublicationException.class)
        .hasMessageContainingAll("oci:one: ", "oci:two: ", "build and push that platform again");
  }
}
