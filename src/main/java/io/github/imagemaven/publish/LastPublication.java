package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationRecord.PlatformManifest;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where this image went the last time: after a new name in the same registry, most of its layers
 * can be mounted from the old one.
 *
 * <p>What the old repository holds is asked of the manifests that it still has, one request a
 * platform, since the layout on this disk is that of the new build. It pays for a repository that
 * knows none of our tags, and is not asked for any other.
 *
 * @param repositories in registries, without layouts
 * @param platforms the manifests that every one of them was given
 */
record LastPublication(List<RepositoryName> repositories, List<Digest> platforms) {
  private static final LastPublication NONE = new LastPublication(List.of(), List.of());

  /** Reads {@code publication.json}; nothing is known where there is none that can be read. */
  static LastPublication read(Path directory, Log log) throws IOException {
    if (!Files.exists(directory.resolve(PublicationRecord.FILE))) {
      return NONE;
    }
    try {
      PublicationRecord record = PublicationRecord.read(directory);
      return new LastPublication(
          record.destinations().stream()
              .map(PublicationRecord.DestinationRecord::repository)
              .filter(repository -> !Stores.isLayout(repository))
              .map(RepositoryName::parse)
              .toList(),
          record.platforms().stream().map(PlatformManifest::digest).toList());
    } catch (ImageException e) {
      log.debug("nothing is known of the last publication: " + e.getMessage());
      return NONE;
    }
  }

  /**
   * The same, and removes the file: until the next publication has come to its end, there is none.
   */
  static LastPublication take(Path directory, Log log) throws IOException {
    LastPublication last = read(directory, log);
    Files.deleteIfExists(directory.resolve(PublicationRecord.FILE));
    return last;
  }

  /**
   * Notes which blobs the old repositories hold, where a new one on their host can mount them.
   *
   * @param open opens a repository for reading
   */
  void tell(
      KnownHolders holders, List<Delivery> deliveries, Function<String, ImageStore> open, Log log) {
    List<RepositoryName> now = deliveries.stream().flatMap(LastPublication::repository).toList();
    Set<String> hosts =
        deliveries.stream()
            .filter(delivery -> !delivery.failed() && delivery.isNew())
            .flatMap(LastPublication::repository)
            .map(RepositoryName::host)
            .collect(Collectors.toSet());
    for (RepositoryName old : repositories) {
      if (hosts.contains(old.host()) && !now.contains(old)) {
        tell(holders, old, open, log);
      }
    }
  }

  private static Stream<RepositoryName> repository(Delivery delivery) {
    return delivery.store().repository().stream();
  }

  /** It is only a short cut: whatever keeps us from it, the blobs are sent then. */
  private void tell(
      KnownHolders holders, RepositoryName old, Function<String, ImageStore> open, Log log) {
    try {
      ImageStore store = open.apply(old.toString());
      for (Digest platform : platforms) {
        Optional<RawManifest> manifest = store.manifest(platform.toString());
        if (manifest.isPresent()) {
          Manifest.parse(manifest.get()).blobs().forEach(blob -> holders.add(blob.digest(), old));
        }
      }
    } catch (IOException | ImageException e) {
      log.debug("nothing can be mounted from " + old + ": " + e.getMessage());
    }
  }
}
