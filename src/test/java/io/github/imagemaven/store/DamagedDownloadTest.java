package io.github.imagemaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Verified;
import io.github.imagemaven.registry.DamagedBlobException;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.testing.Answer;
import io.github.imagemaven.registry.testing.Fault;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry, or something before it, that gives other bytes than the blob's. */
class DamagedDownloadTest {
  @TempDir Path folder;

  private final byte[] bytes = new byte[300_000];
  private byte[] damaged;
  private InProcessRegistry registry;
  private RegistryClient client;
  private Descriptor blob;
  private ImageStore origin;

  @BeforeEach
  void start() {
    new Random(1).nextBytes(bytes);
    damaged = bytes.clone();
    damaged[damaged.length - 1]++;
    registry = InProcessRegistry.start();
    client =
        RegistryClient.create(
            RegistryOptions.defaults(), new Credentials(List.of()), Log.silent(), Progress.none());
    blob = Descriptor.of(MediaTypes.OCI_LAYER, registry.seedBlob("acme/jre", bytes), bytes.length);
    origin = new Stores(client, folder, Log.silent()).open(registry.host() + "/acme/jre");
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private static boolean reads(RecordedRequest request) {
    return request.method().equals("GET") && request.path().contains("/blobs/");
  }

  private InputStream cached() throws IOException {
    return new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, Log.silent())
        .source(blob, origin)
        .open();
  }

  @Test
  void isFetchedAgain() throws IOException {
    registry.faultOn(DamagedDownloadTest::reads, 2, Fault.answer(Answer.of(200).body(damaged)));
    try (InputStream in = cached()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(registry.requests(DamagedDownloadTest::reads)).hasSize(3);
  }

  @Test
  void isNeverKept() {
    registry.faultOnAll(DamagedDownloadTest::reads, Fault.answer(Answer.of(200).body(damaged)));
    assertThatThrownBy(this::cached)
        .isInstanceOf(DamagedBlobException.class)
        .hasMessageContaining(registry.host() + "/acme/jre")
        .hasMessageContaining(blob.digest().toString());
    assertThat(folder.resolve("cache/blobs/sha256")).isEmptyDirectory();
    assertThat(folder.resolve("cache/.part")).isEmptyDirectory();
  }

  /** A stream that checks itself against one digest says nothing about another. */
  @Test
  void aStreamVerifiesItsOwnBlobOnly() throws IOException {
    Descriptor other = Descriptor.of(MediaTypes.OCI_LAYER, Digest.ofBytes(damaged), damaged.length);
    try (InputStream in = origin.openBlob(blob)) {
      assertThat(in).isInstanceOf(Verified.class);
      assertThat(((Verified) in).verifies(blob)).isTrue();
      assertThat(((Verified) in).verifies(other)).isFalse();
    }
    OciLayout layout = OciLayout.at(folder.resolve("layout"), "oci:layout");
    layout.putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of());
    assertThatThrownBy(() -> layout.putBlob(other, () -> layout.openBlob(blob), List.of()))
        .isInstanceOf(WrongContentException.class);
  }
}
