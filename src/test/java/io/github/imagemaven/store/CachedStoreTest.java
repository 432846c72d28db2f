package io.github.imagemaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedStoreTest {
  private static final byte[] CONFIG = "{\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final InProcessRegistry registry = InProcessRegistry.start();
  private final RegistryClient client =
      RegistryClient.create(
          RegistryOptions.defaults(), new Credentials(List.of()), Log.silent(), Progress.none());
  private RawManifest manifest;
  private Descriptor config;

  @BeforeEach
  void base() {
    registry.seedBlob("base", CONFIG);
    config = Descriptor.of(MediaTypes.OCI_CONFIG, Digest.ofBytes(CONFIG), CONFIG.length);
    manifest = new Manifest(MediaTypes.OCI_MANIFEST, config, List.of()).toRaw();
    registry.seedManifest("base", "17", manifest);
  }

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  /** As on another day: nothing is remembered but what is on disk. */
  private CachedStore store() {
    return new CachedStore(
        new RegistryRepository(client.repository(registry.repository("base"))),
        new BlobCache(directory, BlobCache.DEFAULT_LIMIT, Log.silent()));
  }

  private void read(CachedStore store) throws IOException {
    assertThat(store.manifest("17").orElseThrow().digest()).isEqualTo(manifest.digest());
    assertThat(store.openBlob(config).readAllBytes()).isEqualTo(CONFIG);
  }

  @Test
  void theSecondTimeATagCostsOneHead() throws IOException {
    read(store());
    registry.forgetRequests();
    read(store());
    assertThat(registry.requests()).hasSize(1);
    assertThat(registry.requests(RecordedRequest.of("HEAD", "/manifests/17"))).hasSize(1);
  }

  @Test
  void aTagThatMovedIsNoticed() throws IOException {
    read(store());
    RawManifest other = new Manifest(MediaTypes.DOCKER_MANIFEST, config, List.of()).toRaw();
    registry.seedManifest("base", "17", other);
    RawManifest found = store().manifest("17").orElseThrow();
    assertThat(found.digest()).isEqualTo(other.digest());
    assertThat(found.mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
  }

  @Test
  void whatIsDamagedIsReadAgain() throws IOException {
    read(store());
    for (Digest digest : List.of(manifest.digest(), config.digest())) {
      try (var files = Files.walk(directory)) {
        Path file = files.filter(path -> path.endsWith(digest.hex())).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
      }
    }
    read(store());
    registry.forgetRequests();
    read(store());
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void thereIsNoImageAndNoWriting() throws IOException {
    assertThat(store().manifest("18")).isEmpty();
    assertThatThrownBy(() -> store().tag("x", manifest, null))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
