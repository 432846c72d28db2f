package io.github.imagemaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoresTest {
  private final RegistryClient client =
      RegistryClient.create(
          RegistryOptions.defaults(), new Credentials(List.of()), Log.silent(), Progress.none());
  private final Stores stores = new Stores(client, Path.of("/project"), Log.silent());

  @AfterEach
  void close() {
    client.close();
  }

  private static Path directory(ImageStore store) {
    return ((OciLayout) store).directory();
  }

  @Test
  void textNamesALayoutOrARepository() {
    assertThat(directory(stores.open("oci:target/x"))).isEqualTo(Path.of("/project/target/x"));
    assertThat(directory(stores.open("oci:/else/where"))).isEqualTo(Path.of("/else/where"));
    assertThat(stores.open("oci:target/x").name()).isEqualTo("oci:target/x");
    assertThat(stores.open("ghcr.io/acme/app").name()).isEqualTo("ghcr.io/acme/app");
    assertThat(stores.open("eclipse-temurin").name())
        .isEqualTo("docker.io/library/eclipse-temurin");
    assertThat(stores.open("ghcr.io/acme/app").repository().orElseThrow().host())
        .isEqualTo("ghcr.io");
    assertThat(stores.open("oci:x").repository()).isEmpty();
  }

  @Test
  void aDestinationIsTheSameStore() {
    assertThat(stores.destination("localhost:5000/acme/app").name())
        .isEqualTo("localhost:5000/acme/app");
    ImageStore layout = stores.destination("oci:target/registry/app");
    assertThat(layout.name()).isEqualTo("oci:target/registry/app");
    assertThat(directory(layout)).isEqualTo(Path.of("/project/target/registry/app"));
  }

  @Test
  void nonsenseIsRefused() {
    for (String text : List.of("oci:", "oci: ", "ghcr.io/ACME!", "ghcr.io:0/x", "")) {
      assertThatThrownBy(() -> stores.open(text)).isInstanceOf(ConfigurationException.class);
    }
    assertThatThrownBy(() -> stores.destination("oci:x\0y"))
        .isInstanceOf(ConfigurationException.class);
  }
}
