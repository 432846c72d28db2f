package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.cleanup.testing.LabVendors;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.registry.testing.SelfSigned;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both vendors as the lab starts them: over TLS, before registries that want a password. */
final class LabVendorsTest {
  @Test
  void bothVendorsCleanUpOverTls(@TempDir Path temp) throws Exception {
    SelfSigned.context(temp);
    try (RealRegistry ghcr = RealRegistry.start(temp.resolve("ghcr"), "somebody", "token-1");
        RealRegistry hub = RealRegistry.start(temp.resolve("hub"), "somebody", "token-1")) {
      Properties settings = new Properties();
      settings.setProperty("keystore", temp.resolve("self-signed.p12").toString());
      settings.setProperty("keystore.password", "changeit");
      behind(settings, "github", ghcr, temp.resolve("ghcr/data"));
      behind(settings, "hub", hub, temp.resolve("hub/data"));
      settings.setProperty("github.organizations", "acme other");
      settings.setProperty("github.tokens", "token-1 ghp_1=jane");
      settings.setProperty("hub.accounts", "somebody=token-1");
      try (LabVendors vendors = LabVendors.start(settings)) {
        cleanUp(settings, "github");
        cleanUp(settings, "hub");
        assertThat(vendors).isNotNull();
      }
    }
  }

  private static void behind(Properties settings, String vendor, RealRegistry registry, Path data)
      throws IOException {
    String api = "127.0.0.1:" + RealRegistry.freePort();
    settings.setProperty(vendor + ".api", api);
    settings.setProperty(vendor + ".known", "https://" + api);
    settings.setProperty(vendor + ".registry", "127.0.0.1:" + RealRegistry.freePort());
    settings.setProperty(vendor + ".upstream", "http://" + registry.host());
    settings.setProperty(vendor + ".data", data.toString());
    settings.setProperty(vendor + ".login", "somebody:token-1");
  }

  private static void cleanUp(Properties settings, String vendor) throws IOException {
    String host = settings.getProperty(vendor + ".registry");
    URI api = URI.create("https://" + settings.getProperty(vendor + ".api"));
    try (RegistryClient client = client(Set.of(host, api.getAuthority()))) {
      Repository repository = client.repository(new RepositoryName(host, "acme/app"));
      RawManifest old = VendorLab.image(repository, "old", "latest");
      byte[] layer = new byte[3_000_000];
      new Random(1).nextBytes(layer);
      var blob = Descriptor.of("application/octet-stream", Digest.ofBytes(layer), layer.length);
      repository.putBlob(blob, () -> new ByteArrayInputStream(layer), List.of());
      try (var in = repository.openBlob(blob).orElseThrow()) {
        assertThat(in.readAllBytes()).isEqualTo(layer);
      }
      VendorLab.image(repository, "now", "latest");
      Holdings holdings =
          vendor.equals("hub")
              ? new DockerHub(client, repository, api)
              : new GithubPackages(client, repository, api);

      Entry entry = holdings.list().entry(old.digest()).orElse(Entry.unlisted(old.digest()));
      assertThat(holdings.delete(entry, Looking.unopposed())).isEqualTo(Deletion.DONE);

      assertThat(repository.hasManifest(old.digest())).isFalse();
      assertThat(repository.tags()).containsExactly("latest");
    }
  }

  private static RegistryClient client(Set<String> trusted) {
    Credential credential = new Credential.Basic("somebody", "token-1");
    return RegistryClient.create(
        new RegistryOptions(3, Duration.ofMillis(1), trusted, List.of(), "test/1"),
        new Credentials(List.of(host -> new Credentials.Lookup(credential, List.of("the test")))),
        Log.silent(),
        Progress.none());
  }
}
