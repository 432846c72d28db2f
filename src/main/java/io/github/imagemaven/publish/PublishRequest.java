package io.github.imagemaven.publish;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.store.ImageStore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One image, where it goes, and what it is called there.
 *
 * @param directory holds {@code layout/} and {@code build.json}, gets {@code publication.json};
 *     absolute
 * @param destinations each once
 * @param tags each once, at least one; those that are immutable move first, {@code latest} last,
 *     others between them in this order
 * @param baseStore opens for reading the store that {@code build.json} names for blobs the layout
 *     lacks, and repositories of the last publication
 * @param revision the commit the image is built from, by which a release that an earlier run of the
 *     same commit began is known; null where nobody knows
 * @param rules which of the tags are immutable, and which have a guard
 */
public record PublishRequest(
    Path directory,
    List<Destination> destinations,
    List<String> tags,
    Function<String, ImageStore> baseStore,
    @Nullable String revision,
    TagRules rules)
    implements ImageRequest {

  /**
   * Copies the lists.
   *
   * @throws ConfigurationException where there is no destination or no tag, or one of them twice
   */
  public PublishRequest {
    destinations = List.copyOf(destinations);
    tags = List.copyOf(tags);
    check("destination", destinations.stream().map(each -> each.store().name()).toList());
    check("tag", tags);
  }

  /**
   * A request whose tags X.Y.Z are immutable and whose other tags always move.
   *
   * @throws ConfigurationException where there is no destination or no tag, or one of them twice
   */
  public PublishRequest(
      Path directory,
      List<Destination> destinations,
      List<String> tags,
      Function<String, ImageStore> baseStore,
      @Nullable String revision) {
    this(directory, destinations, tags, baseStore, revision, TagRules.STANDARD);
  }

  @Override
  public PublishRequest publication() {
    return this;
  }

  private static void check(String what, List<String> names) {
    if (names.isEmpty()) {
      throw new ConfigurationException("there is no " + what + " to publish to");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new ConfigurationException("a " + what + " is given twice: " + names);
    }
  }

  /**
   * One destination.
   *
   * @param store where the image goes
   * @param optional whether the run succeeds without it ({@code image.optionalRegistries})
   */
  public record Destination(ImageStore store, boolean optional) {}
}
