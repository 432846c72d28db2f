package io.github.imagemaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build may leave behind, and what is made of it. */
class SourceImageTest {
  @TempDir Path folder;

  private OciLayout destination() {
    return OciLayout.at(folder.resolve("out"), "oci:out");
  }

  private PublishRequest request() {
    return new PublishRequest(
        folder,
        List.of(new Destination(destination(), false)),
        List.of("1"),
        name -> {
          throw new IllegalStateException(name);
        },
        null);
  }

  private BlobCache cache() {
    return new BlobCache(folder.resolve("cache"), 1000, Log.silent());
  }

  private SourceImage read() throws IOException {
    return SourceImage.read(request(), cache());
  }

  /** An image of one platform with one layer of this type. */
  private void build(String manifestType, String layerType) throws IOException {
    OciLayout layout = OciLayout.at(folder.resolve("layout"), "layout");
    Descriptor layer = TestImage.put(layout, TestImage.layer("layer", 100), layerType);
    Descriptor config = TestImage.put(layout, new byte[] {'{', '}'}, MediaTypes.OCI_CONFIG);
    RawManifest child = new Manifest(manifestType, config, List.of(layer)).toRaw();
    Descriptor described = child.descriptor().withPlatform(Platform.parse("linux/amd64"));
    RawManifest index = new Index(MediaTypes.OCI_INDEX, List.of(described), Map.of()).toRaw();
    layout.putManifest(child);
    layout.putManifest(index);
    new BuildRecord(
            "app",
            null,
            "scratch",
            null,
            null,
            Platform.parseList("linux/amd64"),
            index.descriptor(),
            List.of(described),
            List.of())
        .write(folder);
  }

  @Test
  void imageWithoutABaseNeedsNoStore() throws IOException {
    build(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP);
    assertThat(read().blobs()).hasSize(2);
  }

  @Test
  void zstdInDockerFormatIsRefused() throws IOException {
    build(MediaTypes.DOCKER_MANIFEST, MediaTypes.OCI_LAYER_ZSTD);
    assertThatThrownBy(this::read)
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining("linux/amd64")
        .hasMessageContaining(MediaTypes.OCI_LAYER_ZSTD)
        .hasMessageContaining("image.format=oci");
    build(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_ZSTD);
    assertThat(read().blobs()).hasSize(2);
  }

  @Test
  void foreignLayerInDockerFormatIsRefused() throws IOException {
    build(MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_FOREIGN_LAYER_GZIP);
    assertThatThrownBy(this::read)
        .isInstanceOf(PublicationException.class)
        .hasMessageContaining(MediaTypes.DOCKER_FOREIGN_LAYER_GZIP);
  }

  @Test
  void layerThatMayNotBePushedStaysWhereItIs() throws IOException {
    build(MediaTypes.OCI_MANIFEST, "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
    assertThat(read().blobs())
        .extracting(Descriptor::mediaType)
        .containsOnly(MediaTypes.OCI_CONFIG);
  }

  @Test
  void damagedManifestIsSaid() throws IOException {
    build(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP);
    SourceImage image = read();
    for (RawManifest manifest : List.of(image.index(), image.children().get(0).raw())) {
      Path file = OciLayout.at(folder.resolve("layout"), "layout").blobPath(manifest.digest());
      byte[] whole = Files.readAllBytes(file);
      Files.writeString(file, "{}");
      assertThatThrownBy(this::read)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("layout damaged")
          .hasMessageContaining(file.toString());
      Files.delete(file);
      assertThatThrownBy(this::read)
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining(file.toString());
      Files.write(file, whole);
    }
  }

  @Test
  void nothingBuiltIsSaid() {
    assertThatThrownBy(this::read)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("build.json");
  }

  @Test
  void noOrDoubledDestinationIsRefused() {
    Destination one = new Destination(destination(), false);
    assertThatThrownBy(() -> new PublishRequest(folder, List.of(), List.of("1"), n -> null, null))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> new PublishRequest(folder, List.of(one), List.of(), n -> null, null))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(
            () -> new PublishRequest(folder, List.of(one, one), List.of("1"), n -> null, null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("oci:out");
  }

  @Test
  void progressOfALayoutEndsWhereItSaid() throws IOException {
    build(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_LAYER_GZIP);
    AtomicLong expected = new AtomicLong();
    AtomicLong moved = new AtomicLong();
    Progress progress =
        new Progress() {
          @Override
          public void expect(long bytes) {
            expected.addAndGet(bytes);
          }

          @Override
          public void moved(long bytes) {
            moved.addAndGet(bytes);
          }
        };
    new Publication(Log.silent(), progress, cache()).publish(request());
    assertThat(moved.get())
        .isEqualTo(expected.get())
        .isEqualTo(read().blobs().stream().mapToLong(Descriptor::size).sum());
    new Publication(Log.silent(), progress, cache()).publish(request());
    assertThat(moved.get()).isEqualTo(expected.get());
  }
}
