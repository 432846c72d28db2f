package io.github.imagemaven.registry;

import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.CredentialSource;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** A client as the tests want it: a clock of their own, and all that it said. */
final class Kit implements AutoCloseable {
  final FakeTime time = new FakeTime();
  final List<String> debugs = new CopyOnWriteArrayList<>();
  final List<String> infos = new CopyOnWriteArrayList<>();
  final List<String> warnings = new CopyOnWriteArrayList<>();
  final AtomicLong expected = new AtomicLong();
  final AtomicLong moved = new AtomicLong();
  final RegistryClient client;

  Kit(Set<String> insecureHosts, Credentials credentials, Dns dns) {
    this(insecureHosts, credentials, dns, HostLimits.own());
  }

  private Kit(Set<String> insecureHosts, Credentials credentials, Dns dns, HostLimits limits) {
    client =
        new RegistryClient(
            new RegistryOptions(3, Duration.ofSeconds(10), insecureHosts, List.of(), "test/1"),
            credentials,
            log(),
            progress(),
            limits,
            time,
            dns);
  }

  /** One of a session's clients, with a clock of its own that began with the others'. */
  static Kit sharing(HostLimits limits) {
    return new Kit(Set.of(), new Credentials(List.of()), Dns.SYSTEM, limits);
  }

  /** The same with a name and a password for every host. */
  static Kit sharing(HostLimits limits, String username, String password) {
    return new Kit(
        Set.of(), credentials("*", new Credential.Basic(username, password)), Dns.SYSTEM, limits);
  }

  /** A client without credentials. */
  static Kit anonymous() {
    return new Kit(Set.of(), new Credentials(List.of()), Dns.SYSTEM);
  }

  /** A client with a name and a password for every host. */
  static Kit user(String username, String password) {
    return with(new Credential.Basic(username, password));
  }

  /** A client with a credential for every host. */
  static Kit with(Credential credential) {
    return new Kit(Set.of(), credentials("*", credential), Dns.SYSTEM);
  }

  /** Credentials for one host, or any, {@code *}; two places are asked. */
  static Credentials credentials(String host, @Nullable Credential credential) {
    return new Credentials(
        List.of(
            source("the settings", host, null), source("/home/me/config.json", host, credential)));
  }

  private static CredentialSource source(
      String place, String host, @Nullable Credential credential) {
    return asked ->
        new Credentials.Lookup(
            host.equals("*") || host.equals(asked) ? credential : null, List.of(place));
  }

  Repository at(RepositoryName name) {
    return client.repository(name);
  }

  /** Config, one layer, and the manifest that holds them. */
  record Image(byte[] config, byte[] layer, RawManifest manifest) {
    static Image of(String text) {
      byte[] config = ("{\"config\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
      byte[] layer = ("layer of " + text).repeat(100).getBytes(StandardCharsets.UTF_8);
      Manifest manifest =
          new Manifest(
              MediaTypes.OCI_MANIFEST,
              descriptor(MediaTypes.OCI_CONFIG, config),
              List.of(descriptor(MediaTypes.OCI_LAYER, layer)));
      return new Image(config, layer, manifest.toRaw());
    }

    RawManifest index() {
      return new Index(MediaTypes.OCI_INDEX, List.of(manifest.descriptor()), Map.of()).toRaw();
    }
  }

  static Descriptor descriptor(String type, byte[] bytes) {
    return Descriptor.of(type, Digest.ofBytes(bytes), bytes.length);
  }

  private Log log() {
    return new Log() {
      @Override
      public void debug(String line) {
        debugs.add(line);
      }

      @Override
      public void info(String line) {
        infos.add(line);
      }

      @Override
      public void warn(String line) {
        warnings.add(line);
      }
    };
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void expect(long bytes) {
        expected.addAndGet(bytes);
      }

      @Override
      public void moved(long bytes) {
        moved.addAndGet(bytes);
      }
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
