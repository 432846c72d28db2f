package io.github.imagemaven.build;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which child of a base's index is for a platform. Attestations ({@code unknown/unknown}) and
 * entries of other media types are passed over.
 */
final class PlatformChoice {
  /** What {@code linux/arm} without a variant means to engines: containerd, package platforms. */
  private static final String DEFAULT_ARM = "v7";

  private PlatformChoice() {}

  /**
   * The exact platform first; then, for a platform asked for without variant, {@code arm/v7} or the
   * lowest variant, which runs on most machines; then, for one asked for with variant, a base made
   * for every variant.
   */
  static Optional<Descriptor> choose(Index index, Platform wanted) {
    List<Descriptor> candidates =
        index.manifests().stream()
            .filter(child -> MediaTypes.isManifest(child.mediaType()))
            .filter(child -> fits(child.platform(), wanted))
            .toList();
    return candidates.stream()
        .max(
            Comparator.comparingInt((Descriptor child) -> rank(child.platform(), wanted))
                .thenComparing(child -> variant(child.platform()), Comparator.reverseOrder())
                // of equals the first, as engines do
                .thenComparing(Comparator.comparingInt(candidates::indexOf).reversed()));
  }

  /** Whether an image for the first platform runs where the second is wanted. */
  static boolean fits(@Nullable Platform had, Platform wanted) {
    if (had == null) {
      return false;
    }
    return had.satisfies(wanted) || forEveryVariant(had, wanted);
  }

  private static boolean forEveryVariant(Platform had, Platform wanted) {
    boolean older = !wanted.architecture().equals("arm") || DEFAULT_ARM.equals(wanted.variant());
    Platform any = new Platform(wanted.os(), wanted.architecture(), null, wanted.osVersion());
    return had.variant() == null && older && had.satisfies(any);
  }

  private static int rank(@Nullable Platform had, Platform wanted) {
    if (variant(had).equals(variant(wanted))) {
      return 2;
    }
    boolean defaultArm = wanted.architecture().equals("arm") && variant(had).equals(DEFAULT_ARM);
    return defaultArm ? 1 : 0;
  }

  private static String variant(@Nullable Platform platform) {
    return platform == null || platform.variant() == null ? "" : platform.variant();
  }

  /** The platform's base is missing: the sentence that says what there is. */
  static PlatformBuildException missing(Platform wanted, String base, Index index) {
    String has =
        index.manifests().stream()
            .filter(child -> MediaTypes.isManifest(child.mediaType()))
            .map(Descriptor::platform)
            .filter(platform -> platform != null && !platform.os().equals("unknown"))
            .map(String::valueOf)
            .distinct()
            .collect(Collectors.joining(", "));
    long nested = index.manifests().stream().filter(c -> MediaTypes.isIndex(c.mediaType())).count();
    return missing(
        wanted,
        base,
        (has.isEmpty() ? "no platform that it names" : has)
            + (nested == 0
                ? ""
                : ", and " + nested + " index(es) in its index, which are not read"));
  }

  /** The platform's base is missing: the sentence that says what there is. */
  static PlatformBuildException missing(Platform wanted, String base, String has) {
    return new PlatformBuildException(
        "base "
            + base
            + " has nothing for "
            + wanted
            + "; it has "
            + has
            + ": take "
            + wanted
            + " out of image.platforms, or set image.from to a base that has it",
        null);
  }
}
