package io.github.imagemaven.ci;

import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One image of a run.
 *
 * @param name {@code image.name}
 * @param tags which the run may publish, in the order they move, without those that it then left as
 *     they were
 * @param mayPublish whether the run may publish; directories are written even where it may not
 * @param version the version it is released as, without {@code v}; null where it is none
 * @param platforms what it is made for
 * @param digest of what its tags name; null where it was not built, or not joined
 * @param destinations where it goes; before it is there, without digest and tags
 * @param failed optional destinations that did not get it
 * @param kept tags that were left as they were, in all destinations
 * @param buildDuration how long building it took, of several runs the longest; null where this run
 *     neither built it nor joined parts that say so
 * @param cleanup what was removed behind its tags, or would have been; null where nobody cleaned up
 */
public record ImageReport(
    String name,
    List<String> tags,
    boolean mayPublish,
    @Nullable String version,
    List<PlatformReport> platforms,
    @Nullable Digest digest,
    List<DestinationReport> destinations,
    List<FailedReport> failed,
    List<KeptTag> kept,
    @Nullable Duration buildDuration,
    @Nullable CleanupRecord cleanup) {
  /** Copies the lists. */
  public ImageReport {
    tags = List.copyOf(tags);
    platforms = List.copyOf(platforms);
    destinations = List.copyOf(destinations);
    failed = List.copyOf(failed);
    kept = List.copyOf(kept);
  }

  /** One that nobody has cleaned up behind. */
  public ImageReport(
      String name,
      List<String> tags,
      boolean mayPublish,
      @Nullable String version,
      List<PlatformReport> platforms,
      @Nullable Digest digest,
      List<DestinationReport> destinations,
      List<FailedReport> failed,
      List<KeptTag> kept,
      @Nullable Duration buildDuration) {
    this(
        name,
        tags,
        mayPublish,
        version,
        platforms,
        digest,
        destinations,
        failed,
        kept,
        buildDuration,
        null);
  }

  /** An optional destination that the run did without. */
  public record FailedReport(String repository, String reason) {}

  /** The first tag; empty where it has none. */
  public String tag() {
    return tags.isEmpty() ? "" : tags.get(0);
  }

  /** Whether the run has published it: its tags stand somewhere. */
  public boolean published() {
    return mayPublish && destinations.stream().anyMatch(each -> !each.tags().isEmpty());
  }

  /** Whether the run was about to publish it, and every tag had to stay where it was. */
  public boolean isByDigestAlone() {
    return mayPublish && !published() && !kept.isEmpty();
  }

  /** Whether the run has uploaded parts of it, which another one joins and names. */
  public boolean isUploaded() {
    return digest == null && destinations.stream().anyMatch(DestinationReport::isGiven);
  }

  /**
   * By which name it is pulled, without a tag: the first registry's, else the first directory's,
   * else only {@code image.name}.
   */
  public String reference() {
    return destinations.stream()
        .filter(each -> !each.isLayout())
        .findFirst()
        .or(() -> destinations.stream().findFirst())
        .map(DestinationReport::repository)
        .orElse(name);
  }

  /** What it is in the first destination on this host; empty where it is in none. */
  public Optional<Digest> digestAt(String host) {
    return destinations.stream()
        .filter(each -> each.isAt(host))
        .flatMap(each -> Optional.ofNullable(each.digest()).stream())
        .findFirst();
  }
}
