package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.GivenUpException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything before the first tag moves: one image's content goes into all of its destinations.
 *
 * <p>A required destination that fails does not stop the others: what arrived has no name, harms
 * nobody, and need not be sent again by the run that finishes the job.
 */
final class Staging {
  private static final int TAGS_AT_ONCE = 8;

  private final PublishRequest request;
  private final SourceImage built;
  private final LastPublication last;
  private final ContentCopy.Shared shared;
  private final List<Delivery> deliveries;
  private final Deliveries together;

  Staging(
      PublishRequest request, SourceImage built, LastPublication last, ContentCopy.Shared shared) {
    this.request = request;
    this.built = built;
    this.last = last;
    this.shared = shared;
    GuardedTags guard = new GuardedTags(request.rules(), shared.log());
    this.deliveries =
        request.destinations().stream()
            .map(destination -> new Delivery(destination, built, request.tags(), guard))
            .toList();
    this.together = new Deliveries(deliveries, shared);
  }

  /** Looks up the tags, settles what is published, and brings it everywhere. */
  Staged run() throws IOException {
    StandingRelease standing = choose();
    sayWhatWasFound(standing);
    return copy();
  }

  /**
   * The same for what an earlier staging of this run has brought: asks for every part again, sends
   * what has gone meanwhile, and goes on with the earlier account. A destination that had failed
   * stays failed. What was said before is not said again.
   *
   * @param earlier the memory of each destination, by its name
   */
  Staged again(Map<String, Map<String, String>> earlier) throws IOException {
    deliveries.forEach(
        delivery -> delivery.resume(earlier.getOrDefault(delivery.name(), Map.of())));
    choose();
    return copy();
  }

  /**
   * Looks what a staging and the tags after it would do, by reads alone. A destination that cannot
   * be looked at says so in its plan.
   */
  PublicationPlan compare() throws IOException {
    StandingRelease standing = lookUp();
    keepBack();
    sayWhatWasFound(standing);
    last.tell(shared.holders(), deliveries, request.baseStore(), shared.log());
    return Comparison.of(deliveries.get(0).image(), together, standing.whyNot());
  }

  private StandingRelease choose() throws IOException {
    StandingRelease standing = lookUp();
    together.onEach(delivery -> refuseReleased(delivery, standing.whyNot()));
    together.require("Nothing was sent and nothing was named. Run again when that is settled");
    keepBack();
    together.require("Nothing was sent and nothing was named. Run again");
    return standing;
  }

  private StandingRelease lookUp() throws IOException {
    together.onEach(this::lookUpTags);
    StandingRelease standing = StandingRelease.among(deliveries, built, request);
    together.onEach(standing.holders(), standing::examine);
    SourceImage image = standing.choose();
    deliveries.forEach(delivery -> delivery.carry(image));
    return standing;
  }

  /** One after the other, since what one destination answers holds for all. */
  private void keepBack() throws IOException {
    try {
      Parallel.each(
          List.of(deliveries.get(0).guard()),
          1,
          shared.interruption(),
          Grace.NONE,
          guard -> guard.decide(deliveries));
    } catch (GivenUpException e) {
      throw Interruption.beforeNaming();
    }
  }

  private Staged copy() throws IOException {
    last.tell(shared.holders(), deliveries, request.baseStore(), shared.log());
    together.onEach(this::copy);
    together.require("Nothing was named. Run again to finish");
    return new Staged(request, deliveries.get(0).image(), deliveries);
  }

  private void copy(Delivery delivery) throws IOException {
    new ContentCopy(delivery, shared).run();
    HiddenTags.lookAgain(delivery, shared.log());
  }

  private void lookUpTags(Delivery delivery) throws IOException {
    Parallel.each(delivery.tags(), TAGS_AT_ONCE, shared.interruption(), Grace.NONE, delivery::look);
  }

  private static void refuseReleased(Delivery delivery, String notInstead) {
    for (String tag : delivery.tags()) {
      ImmutableTags.check(delivery, tag, notInstead);
    }
  }

  private void sayWhatWasFound(StandingRelease standing) {
    if (standing.isChosen()) {
      if (standing.isFinished(deliveries)) {
        shared.log().warn(standing.warning());
      } else {
        shared.log().info(standing.description());
      }
      return;
    }
    List<Delivery> known = deliveries.stream().filter(each -> !each.failed()).toList();
    List<Delivery> named = known.stream().filter(Delivery::hasNamed).toList();
    if (!named.isEmpty() && !known.stream().allMatch(Delivery::isDone)) {
      shared.log().info(whereItHasAName(named, known));
    }
  }

  /**
   * An earlier run may not have finished, or published to fewer destinations, or with fewer tags:
   * nobody knows which.
   */
  private static String whereItHasAName(List<Delivery> named, List<Delivery> known) {
    String unnamed =
        known.stream()
            .filter(each -> !each.hasNamed())
            .map(Delivery::name)
            .collect(Collectors.joining(", "));
    return named.get(0).image().digest()
        + " has a name in "
        + named.stream().map(Delivery::namedInWords).collect(Collectors.joining(", "))
        + (unnamed.isEmpty()
            ? ", and not every one; giving it the others too"
            : " and none in " + unnamed + "; publishing it there too");
  }
}
