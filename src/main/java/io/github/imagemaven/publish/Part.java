package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One platform's share of an image, which a run of its own has built and uploaded without naming
 * it: all that another machine needs to join the platforms.
 *
 * @param image {@code image.name}
 * @param descriptor of the manifest, as the index will have it, platform included
 * @param requested which of {@code image.platforms} this is: more than one where the base has the
 *     same for them, and {@code linux/arm} may be the {@code linux/arm/v7} of the descriptor
 * @param repositories that were given the manifest and all below it: {@code ghcr.io/acme/app} or
 *     {@code oci:DIR/app}
 * @param tags that the whole image is meant for
 * @param origin what it is built from
 * @param layers of the manifest, lowest first
 * @param index what the index is to be
 * @param buildTime how long the run that made it was building the image; null where it did not say
 */
public record Part(
    String image,
    Descriptor descriptor,
    List<Platform> requested,
    List<String> repositories,
    List<String> tags,
    Origin origin,
    List<PartLayer> layers,
    IndexForm index,
    @Nullable Duration buildTime) {
  /** Copies the lists. */
  public Part {
    requested = List.copyOf(requested);
    repositories = List.copyOf(repositories);
    tags = List.copyOf(tags);
    layers = List.copyOf(layers);
  }

  /** One that does not say how long it took. */
  public Part(
      String image,
      Descriptor descriptor,
      List<Platform> requested,
      List<String> repositories,
      List<String> tags,
      Origin origin,
      List<PartLayer> layers,
      IndexForm index) {
    this(image, descriptor, requested, repositories, tags, origin, layers, index, null);
  }

  /**
   * What a part is built from.
   *
   * @param revision the commit; null where nobody knew, or tracked files had changed
   * @param version of the project
   * @param base as it was asked for
   * @param baseDigest what the base's tag named; null where there is no base
   */
  public record Origin(
      @Nullable String revision, String version, String base, @Nullable Digest baseDigest) {}

  /**
   * A layer.
   *
   * @param name of one of our own, "dependencies"; null for the base's
   */
  public record PartLayer(Digest digest, @Nullable String name) {}

  /**
   * The index's own members.
   *
   * @param annotations sorted by key
   */
  public record IndexForm(String mediaType, Map<String, String> annotations) {
    /** Copies the map. */
    public IndexForm {
      annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }
  }

  /** What the manifest runs on. */
  public Platform platform() {
    return Objects.requireNonNull(descriptor.platform(), "a part has a platform");
  }

  /** Whether the other is the same, wherever, whatever for and how fast either was made. */
  boolean isSameAs(Part other) {
    return with(List.of(), List.of(), null).equals(other.with(List.of(), List.of(), null));
  }

  /** This part, and held by the repositories of the other too. */
  Part alsoIn(Part other) {
    List<String> all = Stream.concat(repositories.stream(), other.repositories.stream()).toList();
    return with(requested, List.copyOf(new LinkedHashSet<>(all)), buildTime);
  }

  private Part with(List<Platform> platforms, List<String> places, @Nullable Duration time) {
    return new Part(image, descriptor, platforms, places, tags, origin, layers, index, time);
  }
}
