package io.github.imagemaven.ci;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about to do, or has done.
 *
 * @param why one sentence: what the run may publish, and why; may hold a ref's name
 * @param images of all modules, in the order of the reactor
 * @param matrix the jobs that a split run needs; null where this goal does not say
 * @param base what all images stand on, as {@code image.from} takes it, with a digest; empty where
 *     there is no such base; null where this goal does not say
 */
public record RunReport(
    String why, List<ImageReport> images, @Nullable RunnerMatrix matrix, @Nullable String base) {
  /** Copies the list. */
  public RunReport {
    images = List.copyOf(images);
  }

  /** Of a run that has come further than its plan. */
  public RunReport(String why, List<ImageReport> images) {
    this(why, images, null, null);
  }

  /** Whether every image of the run was published. */
  public boolean published() {
    return !images.isEmpty() && images.stream().allMatch(ImageReport::published);
  }

  /** Bytes of blobs that were sent to any destination, all images together. */
  public long uploadedBytes() {
    return destinations().mapToLong(DestinationReport::uploadedBytes).sum();
  }

  /** Bytes of blobs that were in a destination, or came from beside it, all images together. */
  public long reusedBytes() {
    return destinations().mapToLong(DestinationReport::reusedBytes).sum();
  }

  private Stream<DestinationReport> destinations() {
    return images.stream().flatMap(image -> image.destinations().stream());
  }
}
