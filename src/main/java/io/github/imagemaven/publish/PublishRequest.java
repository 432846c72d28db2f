package io.github.imagemaven.publish;

import io.github.imagemaven.store.ImageStore;
import java.nio.file.Path;
import java.util.List;

/**
 * One image, where it goes, and what it is called there.
 *
 * @param directory holds {@code layout/} and {@code build.json}, gets {@code publication.json};
 *     absolute
 * @param destinations each once
 * @param tags in the order they move: versions first, {@code latest} last; each once, at least one
 * @param baseStore opens the store that {@code build.json} names for blobs the layout lacks
 */
public record PublishRequest(
    Path directory,
    List<Destination> destinations,
    List<String> tags,
    java.util.function.Function<String, ImageStore> baseStore) {

  /** Copies the lists. */
  public PublishRequest {
    destinations = List.copyOf(destinations);
    tags = List.copyOf(tags);
  }

  /**
   * One destination.
   *
   * @param store where the image goes
   * @param optional whether the run succeeds without it ({@code image.optionalRegistries})
   */
  public record Destination(ImageStore store, boolean optional) {}
}
