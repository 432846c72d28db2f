package io.github.imagemaven.cleanup;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.testing.InProcessRegistry;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry of this process that is no vendor's, with an image that another has displaced. */
abstract class OrdinaryRegistry {
  static final String APP = "acme/app";

  final RawManifest platform = Made.image(Made.config("app", "one"));
  final RawManifest old = Made.index("old", platform);
  final RawManifest now = Made.index("now", platform);
  InProcessRegistry registry;
  RegistryClient client;
  Repository repository;

  @BeforeEach
  void start() {
    registry = InProcessRegistry.start();
    client =
        RegistryClient.create(
            new RegistryOptions(1, Duration.ofMillis(1), Set.of(), List.of(), "test/1"),
            new Credentials(List.of()),
            Log.silent(),
            Progress.none());
    repository = client.destination(registry.repository(APP));
    for (RawManifest each : List.of(platform, old, now)) {
      registry.seedManifest(APP, each.digest().toString(), each);
    }
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  /** The clean-up behind a publication that has moved {@code latest}. */
  CleanupRequest request() {
    return new CleanupRequest(
        repository,
        "app",
        now.digest(),
        List.of("latest"),
        List.of(old.digest()),
        List.of(),
        false,
        Duration.ofDays(7),
        0);
  }

  /** The clean-up that is named alone. */
  CleanupRequest alone() {
    return new CleanupRequest(
        repository,
        "app",
        null,
        List.of(),
        List.of(old.digest()),
        List.of(),
        true,
        Duration.ofDays(7),
        0);
  }

  Cleanup cleanup() {
    return new Cleanup(
        client, new VendorHosts(Map.of(), URI.create("https://hub.docker.com")), Log.silent());
  }
}
