package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run can go on: a destination it cannot do without has failed, or an image has no
 * destination left.
 */
record Verdict(List<Delivery> deliveries) {
  static Verdict of(List<Delivery> deliveries) {
    return new Verdict(deliveries);
  }

  /** The failure that ends the run; null where it can go on. */
  @Nullable ImageException fatal() {
    return needed().stream()
        .map(Delivery::failure)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The destinations that the run cannot do without, whether they have failed or not. */
  List<Delivery> needed() {
    return deliveries.stream().filter(each -> !each.optional() || isAlone(each)).toList();
  }

  /**
   * Whether all is published that must be: in every required destination, and every image
   * somewhere.
   *
   * @param whole the destinations in which all tags name a complete image
   */
  boolean isPublished(Collection<Delivery> whole) {
    return deliveries.stream().allMatch(each -> each.optional() || whole.contains(each))
        && deliveries.stream()
            .allMatch(each -> whole.stream().anyMatch(one -> one.image() == each.image()));
  }

  /** Whether all destinations of its image have failed. */
  private boolean isAlone(Delivery delivery) {
    return deliveries.stream()
        .filter(other -> other.image() == delivery.image())
        .allMatch(Delivery::failed);
  }

  /** Says, once for each, which destinations have failed that the run does without. */
  void sayWithoutWhom(Log log) {
    for (Delivery delivery : deliveries) {
      ImageException failure = delivery.failure();
      if (failure != null && delivery.reportOnce()) {
        log.warn("going on without " + delivery.name() + ": " + failure.getMessage());
      }
    }
  }

  /** The one kind of all failures, else {@code IMG-4}. */
  Code code() {
    List<Code> codes = failures().stream().map(ImageException::code).distinct().toList();
    return codes.size() == 1 ? codes.get(0) : Code.PUBLICATION;
  }

  /** What failed, a sentence a line; each names its destination. */
  String reasons() {
    return deliveries.stream()
        .filter(Delivery::failed)
        .map(Verdict::reason)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** A token server or a disk knows nothing of the repository it was needed for. */
  static String reason(Delivery delivery) {
    ImageException failure = delivery.failure();
    String message = failure == null ? "" : String.valueOf(failure.getMessage());
    return message.contains(delivery.name()) ? message : delivery.name() + ": " + message;
  }

  private List<ImageException> failures() {
    return deliveries.stream().map(Delivery::failure).filter(Objects::nonNull).toList();
  }
}
