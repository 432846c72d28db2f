package io.github.imagemaven.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the cipher is warmed up, and that what it does for nobody comes out as it went in. */
final class CipherRehearsalTest {
  private static final String WARM = "TLS: the cipher is warm after 192000 bytes";

  @TempDir private Path directory;

  private static void put(Kit kit, RepositoryName app, int size) throws IOException {
    byte[] bytes = new byte[size];
    Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, bytes);
    kit.at(app).putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of());
  }

  private static Kit trusting(InProcessRegistry registry) {
    return new Kit(Set.of(registry.host()), new Credentials(List.of()), Dns.SYSTEM);
  }

  @Test
  void onceBeforeMuchIsSent() throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.startTls(directory);
        Kit kit = trusting(registry)) {
      RepositoryName app = registry.repository("acme/app");
      put(kit, app, (int) CipherRehearsal.MUCH - 1);
      assertThat(kit.debugs).doesNotContain(WARM);
      put(kit, app, (int) CipherRehearsal.MUCH);
      put(kit, app, (int) CipherRehearsal.MUCH + 1);
      assertThat(kit.debugs).containsOnlyOnce(WARM);
    }
  }

  @Test
  void beforeMuchIsRead() throws IOException {
    byte[] bytes = new byte[(int) CipherRehearsal.MUCH];
    try (InProcessRegistry registry = InProcessRegistry.startTls(directory);
        Kit kit = trusting(registry)) {
      registry.seedBlob("acme/app", bytes);
      Descriptor blob = Kit.descriptor(MediaTypes.OCI_LAYER, bytes);
      Repository app = kit.at(registry.repository("acme/app"));
      try (InputStream in = app.openBlob(blob).orElseThrow()) {
        assertThat(kit.debugs).containsOnlyOnce(WARM);
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void notWhereThereIsNoTls() throws IOException {
    try (InProcessRegistry registry = InProcessRegistry.start();
        Kit kit = Kit.anonymous()) {
      put(kit, registry.repository("acme/app"), (int) CipherRehearsal.MUCH);
      assertThat(kit.debugs).doesNotContain(WARM);
    }
  }
}
