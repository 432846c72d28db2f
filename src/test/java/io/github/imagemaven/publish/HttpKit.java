package io.github.imagemaven.publish;

import io.github.imagemaven.credentials.Credentials;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.RegistryRepository;
import io.github.imagemaven.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One run's client, cache and publication, as the composition root would make them. */
final class HttpKit implements AutoCloseable {
  final RegistryClient client;
  final Stores stores;
  final Publication publication;

  HttpKit(Path folder, Log log) {
    this(folder, log, new KnownHolders(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
  }

  /** With credentials. */
  HttpKit(Path folder, Log log, Credentials credentials) {
    this(
        folder,
        log,
        new KnownHolders(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()),
        credentials);
  }

  /** One of several of a run. */
  HttpKit(Path folder, Log log, KnownHolders holders) {
    this(folder, log, holders, new Credentials(List.of()));
  }

  private HttpKit(Path folder, Log log, KnownHolders holders, Credentials credentials) {
    client =
        RegistryClient.create(
            new RegistryOptions(3, Duration.ofMillis(20), Set.of(), List.of(), "test/1"),
            credentials,
            log,
            Progress.none());
    stores = new Stores(client, folder, log);
    BlobCache cache = new BlobCache(folder.resolve("cache"), BlobCache.DEFAULT_LIMIT, log);
    publication =
        new Publication(
            log, Progress.none(), cache, new Visibility(5, Duration.ofMillis(10)), holders);
  }

  ImageStore store(RepositoryName name) {
    return new RegistryRepository(client.destination(name));
  }

  /** A request for these destinations, all required. */
  PublishRequest request(Path image, List<String> tags, ImageStore... destinations) {
    return request(image, null, tags, destinations);
  }

  /** The same of a commit. */
  PublishRequest request(
      Path image, String revision, List<String> tags, ImageStore... destinations) {
    List<Destination> required = new ArrayList<>();
    for (ImageStore destination : destinations) {
      required.add(new Destination(destination, false));
    }
    return new PublishRequest(image, required, tags, stores::open, revision);
  }

  @Override
  public void close() {
    client.close();
  }
}
