package io.github.imagemaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of 1 MiB, where we may mount one. */
class FullDiskTest {
  @TempDir Path folder;

  private Path disk;
  private MountedDisk mounted;

  @BeforeEach
  void mount() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = MountedDisk.small(disk);
  }

  @AfterEach
  void unmount() {
    if (mounted != null) { // or the test is skipped
      mounted.close();
    }
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Descriptor blob(byte[] bytes) {
    return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.ofBytes(bytes), bytes.length);
  }

  @Test
  void layoutSaysSoAndKeepsWhatItHas() throws IOException {
    OciLayout layout = OciLayout.at(disk.resolve("layout"), "oci:layout");
    byte[] small = content(100_000);
    byte[] large = content(2_000_000);
    layout.putBlob(blob(small), () -> new ByteArrayInputStream(small), List.of());
    assertThatThrownBy(
            () -> layout.putBlob(blob(large), () -> new ByteArrayInputStream(large), List.of()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("no space left on the disk of " + disk)
        .hasMessageContaining("bytes free");
    assertThat(layout.hasBlob(blob(large))).isFalse();
    assertThat(disk.resolve("layout/.part")).isEmptyDirectory();
    try (var in = layout.openBlob(blob(small))) {
      assertThat(in.readAllBytes()).isEqualTo(small);
    }
  }

  /** Nothing can be written where a file is in the way, however full the disk is. */
  @Test
  void anotherFailureIsNotPutDownToIt() throws IOException {
    Path file = Files.createFile(disk.resolve("layout"));
    assertThatThrownBy(() -> Files.write(disk.resolve("rest"), new byte[2_000_000]))
        .hasMessageContaining("No space left");
    assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
    OciLayout layout = OciLayout.at(file, "oci:layout");
    byte[] small = content(100);
    assertThatThrownBy(
            () -> layout.putBlob(blob(small), () -> new ByteArrayInputStream(small), List.of()))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("cannot write " + file)
        .hasMessageNotContaining("no space left");
  }

  @Test
  void cacheSaysSo() throws IOException {
    byte[] large = content(2_000_000);
    OciLayout origin = OciLayout.at(folder.resolve("origin"), "oci:origin");
    origin.putBlob(blob(large), () -> new ByteArrayInputStream(large), List.of());
    BlobCache cache = new BlobCache(disk.resolve("cache"), 10_000_000, Log.silent());
    // Not to be known as a layout, which is not cached.
    ImageStore far = new ForwardingStore(origin);
    assertThatThrownBy(() -> cache.source(blob(large), far).open())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("no space left on the disk of " + disk);
  }
}
