package io.github.imagemaven.publish;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.Stores;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The repositories that are asked for an image's parts: destinations, and others of their hosts.
 * Whoever can write a part file must not choose where this run goes, with its credentials, or what
 * it reads of this machine. Safe for use by many threads.
 */
final class PartHolders {
  private final JoinRequest request;
  private final Map<String, ImageStore> stores = new ConcurrentHashMap<>();
  private final Set<String> destinations = new LinkedHashSet<>();
  private final Set<String> hosts;

  PartHolders(JoinRequest request) {
    this.request = request;
    List<ImageStore> all =
        request.publication().destinations().stream().map(Destination::store).toList();
    all.forEach(store -> stores.put(store.name(), store));
    all.forEach(store -> destinations.add(store.name()));
    this.hosts =
        all.stream()
            .flatMap(store -> store.repository().stream())
            .map(RepositoryName::host)
            .collect(Collectors.toSet());
  }

  /**
   * Those of a part.
   *
   * @throws PartsException where there is none
   */
  List<String> of(Part part) {
    List<String> asked = part.repositories().stream().filter(this::isAsked).toList();
    if (asked.isEmpty()) {
      throw new PartsException(
          "the part of %s for %s is in %s only, and this run publishes to %s and asks no other host: give the runs that build and the one that joins the same image.registries. Nothing was named."
              .formatted(
                  request.image(),
                  part.platform(),
                  String.join(", ", part.repositories()),
                  String.join(", ", destinations)));
    }
    return asked;
  }

  private boolean isAsked(String repository) {
    return destinations.contains(repository)
        || (!Stores.isLayout(repository)
            && hosts.contains(RepositoryName.parse(repository).host()));
  }

  /** A destination as it is opened for publishing, another repository for reading. */
  ImageStore open(String repository) {
    return stores.computeIfAbsent(repository, request.publication().baseStore());
  }
}
