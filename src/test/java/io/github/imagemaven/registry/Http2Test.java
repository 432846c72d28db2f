package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.testing.Http2Registry;
import io.github.imagemaven.registry.testing.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a registry that speaks HTTP/2 and nothing else. */
final class Http2Test {
  private static final String APP = "acme/app";

  @TempDir static Path temp;

  private final byte[] layer = new byte[3_000_000];
  private Http2Registry registry;
  private Kit kit;
  private Repository repository;
  private Descriptor blob;

  @BeforeEach
  void start() {
    new Random(1).nextBytes(layer);
    blob = Kit.descriptor(MediaTypes.OCI_LAYER, layer);
    registry = Http2Registry.start(temp);
    kit = Kit.anonymous();
    repository = kit.client.destination(registry.repository(APP));
  }

  @AfterEach
  void stop() throws IOException {
    kit.close();
    registry.close();
  }

  private Transfer upload() throws IOException {
    return repository.putBlob(blob, () -> new ByteArrayInputStream(layer), List.of());
  }

  private void assertThere() throws IOException {
    assertThat(registry.blob(APP, blob.digest())).isPresent();
    assertThat(Files.readAllBytes(registry.blob(APP, blob.digest()).get())).isEqualTo(layer);
  }

  private List<RecordedRequest> puts() {
    return registry.requests().stream().filter(RecordedRequest.blobPut()).toList();
  }

  private long connections() {
    return registry.requests().stream().map(RecordedRequest::connection).distinct().count();
  }

  @Test
  void anImageGoesUpAndComesBackOnOneConnection() throws IOException {
    assertThat(upload()).isEqualTo(Transfer.UPLOADED);
    assertThere();
    Kit.Image image = Kit.Image.of("h2");
    for (byte[] part : List.of(image.config(), image.layer())) {
      Descriptor each = Kit.descriptor(MediaTypes.OCI_LAYER, part);
      repository.putBlob(each, () -> new ByteArrayInputStream(part), List.of());
    }
    repository.putManifest("1", image.manifest());
    assertThat(repository.headManifest("1")).contains(image.manifest().descriptor());
    try (InputStream in = repository.openBlob(blob).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(layer);
    }
    assertThat(connections()).isEqualTo(1);
  }

  @Test
  void aRefusedStreamIsTriedAgain() throws IOException {
    registry.refuse(RecordedRequest.blobPut());
    registry.refuse(RecordedRequest.uploadStart());
    assertThat(upload()).isEqualTo(Transfer.UPLOADED);
    assertThat(puts()).hasSize(2);
    assertThere();
    assertThat(kit.moved).hasValue(layer.length);
  }

  @Test
  void aConnectionThatSaysGoodbyeIsFollowedByAnother() throws IOException {
    registry.sayGoodbyeAt(RecordedRequest.uploadStart());
    assertThat(upload()).isEqualTo(Transfer.UPLOADED);
    assertThere();
    assertThat(puts()).hasSize(1);
    assertThat(connections()).isEqualTo(2);
  }
}
