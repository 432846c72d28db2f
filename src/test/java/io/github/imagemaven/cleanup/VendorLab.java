package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.testing.FakeGithub;
import io.github.imagemaven.cleanup.testing.FakeHub;
import io.github.imagemaven.cleanup.testing.RegistryFront;
import io.github.imagemaven.cleanup.testing.Upstream;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.RealRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real registry, the fakes over it, and clients of both. Where {@code lab.prism.github} or {@code
 * lab.prism.hub} is {@code PORT=URL}, the fake is at that port and clients ask at that address,
 * where each request is held against the vendor's OpenAPI document on its way.
 */
final class VendorLab implements AutoCloseable {
  private final RealRegistry registry;
  private final Upstream upstream;
  private final List<AutoCloseable> open = new ArrayList<>();

  private VendorLab(RealRegistry registry, Path data) {
    this.registry = registry;
    this.upstream = new Upstream(URI.create("http://" + registry.host()), data, "");
    open.add(registry);
  }

  static VendorLab start(Path directory) {
    return new VendorLab(RealRegistry.start(directory), directory.resolve("data"));
  }

  /** GitHub with an organization {@code acme} and a user {@code jane}. */
  FakeGithub github() {
    return later(
        FakeGithub.start(upstream, "127.0.0.1", port("github"), null)
            .organization("acme")
            .user("jane")
            .token("ghs_run", null, true, true)
            .token("ghp_jane", "jane"));
  }

  /** Docker Hub with an account {@code shipper} that may do everything. */
  FakeHub hub() {
    return later(
        FakeHub.start(upstream, "127.0.0.1", port("hub"), null).account("shipper", "dckr_pat_1"));
  }

  RegistryFront hubRegistry() {
    return later(RegistryFront.start(upstream));
  }

  /** Where clients ask: the fake itself, or what validates their requests. */
  static URI root(FakeGithub github) {
    URI root = via("github").orElse(github.root());
    github.knownAs(root);
    return root;
  }

  static URI root(FakeHub hub) {
    URI root = via("hub").orElse(hub.root());
    hub.knownAs(root);
    return root;
  }

  private static int port(String vendor) {
    String[] pair = System.getProperty("lab.prism." + vendor, "0").split("=", 2);
    return Integer.parseInt(pair[0]);
  }

  private static Optional<URI> via(String vendor) {
    String[] pair = System.getProperty("lab.prism." + vendor, "").split("=", 2);
    return pair.length == 2 ? Optional.of(URI.create(pair[1])) : Optional.empty();
  }

  /** A client that knows one user and password for every host, or none. */
  RegistryClient client(String username, @Nullable String password) {
    return client(password == null ? null : new Credential.Basic(username, password));
  }

  RegistryClient client(@Nullable Credential credential) {
    Credentials credentials =
        new Credentials(List.of(host -> new Credentials.Lookup(credential, List.of("the test"))));
    RegistryOptions options =
        new RegistryOptions(3, Duration.ofMillis(1), Set.of(), List.of(), "test/1");
    return later(RegistryClient.create(options, credentials, Log.silent(), Progress.none()));
  }

  RepositoryName name(String path) {
    return registry.repository(path);
  }

  /** The registry itself, past all fakes. */
  Repository repository(String path) {
    return client(null).repository(name(path));
  }

  /** An image, with a tag or without one. */
  static RawManifest image(Repository repository, String text, @Nullable String tag)
      throws IOException {
    byte[] config = ("{\"config\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    Descriptor blob = Descriptor.of(MediaTypes.OCI_CONFIG, Digest.ofBytes(config), config.length);
    repository.putBlob(blob, () -> new ByteArrayInputStream(config), List.of());
    return put(repository, new Manifest(MediaTypes.OCI_MANIFEST, blob, List.of()).toRaw(), tag);
  }

  /** An index of images that are there. */
  static RawManifest index(Repository repository, @Nullable String tag, RawManifest... children) {
    List<Descriptor> descriptors = Arrays.stream(children).map(RawManifest::descriptor).toList();
    return put(repository, new Index(MediaTypes.OCI_INDEX, descriptors, Map.of()).toRaw(), tag);
  }

  private static RawManifest put(
      Repository repository, RawManifest manifest, @Nullable String tag) {
    repository.putManifest(manifest);
    if (tag != null) {
      repository.putTag(tag, manifest, null);
    }
    return manifest;
  }

  private <T extends AutoCloseable> T later(T closeable) {
    open.add(0, closeable);
    return closeable;
  }

  /** Closes what was started since the registry. */
  void closeFakes() throws Exception {
    while (open.size() > 1) {
      open.remove(0).close();
    }
  }

  @Override
  public void close() throws Exception {
    closeFakes();
    registry.close();
  }
}
