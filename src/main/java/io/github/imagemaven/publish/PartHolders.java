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
 * The repositories that are asked for an image's parts: destinations, and others of their owners,
 * by the first component of their paths. Whoever can write a part file must not choose where this
 * run goes, with its credentials, what it reads of this machine, or whose content it publishes: on
 * one host anybody may have repositories. Safe for use by many threads.
 */
final class PartHolders {
  private final JoinRequest request;
  private final Map<String, ImageStore> stores = new ConcurrentHashMap<>();
  private final Set<String> destinations = new LinkedHashSet<>();
  private final Set<String> owners;

  PartHolders(JoinRequest request) {
    this.request = request;
    List<ImageStore> all =
        request.publication().destinations().stream().map(Destination::store).toList();
    all.forEach(store -> stores.put(store.name(), store));
    all.forEach(store -> destinations.add(store.name()));
    this.owners =
        all.stream()
            .flatMap(store -> store.repository().stream())
            .map(PartHolders::owner)
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
          "the part of %s for %s is in %s only, and this run publishes to %s and asks nobody else: give the runs that build and the one that joins the same image.registries. Nothing was named."
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
            && owners.contains(owner(RepositoryName.parse(repository))));
  }

  /** {@code ghcr.io/acme} of {@code ghcr.io/acme/tools/app}. */
  private static String owner(RepositoryName repository) {
    return repository.host() + "/" + repository.path().split("/", 2)[0];
  }

  /** A destination as it is opened for publishing, another repository for reading. */
  ImageStore open(String repository) {
    return stores.computeIfAbsent(repository, request.publication().baseStore());
  }
}
