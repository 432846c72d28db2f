package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The look before anything is undone: whether every tag names its image all the same. Another run
 * of the same image may have moved them, and what is whole is not taken apart because a request of
 * ours failed.
 */
final class AllNamed {
  private static final int AT_ONCE = 16;

  /**
   * For all that has to be asked, one after the other. Until it is known, half a release may be
   * live, and a runner may end us: what has no answer by then is undone.
   */
  private static final Duration TIME = Duration.ofSeconds(3);

  private final Interruption interruption;
  private final Log log;

  AllNamed(Interruption interruption, Log log) {
    this.interruption = interruption;
    this.log = log;
  }

  /**
   * Takes back the failure of destinations whose tags all name the image, and says so: of those
   * that the run cannot do without only where enough of them are whole.
   *
   * @param begun those in which tags have moved, or would have
   */
  void overcome(List<Delivery> deliveries, List<Delivery> begun) {
    Interruption inTime = interruption.within(TIME);
    Verdict verdict = Verdict.of(deliveries);
    if (verdict.fatal() != null) {
      List<Delivery> needed = verdict.needed();
      List<Delivery> whole = in(needed, inTime);
      List<Delivery> left = new ArrayList<>(deliveries);
      left.removeIf(each -> each.failed() || needed.contains(each));
      left.addAll(whole);
      if (verdict.isPublished(left)) {
        overcome(whole);
      }
    }
    if (verdict.fatal() == null) {
      overcome(in(begun.stream().filter(Delivery::failed).toList(), inTime));
    }
  }

  private void overcome(List<Delivery> whole) {
    List<Delivery> failed = whole.stream().filter(Delivery::failed).toList();
    if (!failed.isEmpty()) {
      log.warn(
          Verdict.of(failed).reasons()
              + "\nAll the same every tag names the new image there and wherever else it has to:"
              + " another run has moved them, or a request had its effect without a clear answer."
              + " Nothing is undone, and this run goes on");
      failed.forEach(Delivery::overcome);
    }
  }

  /**
   * Those in which every tag is seen to name its image; what is not seen in time is not among them,
   * nor where a part of the image is known to be missing, whoever has named it there. Those that
   * have failed may not answer for long, and are asked, as are optional ones, only if the others
   * leave the question open.
   */
  List<Delivery> in(List<Delivery> deliveries) {
    return in(deliveries, interruption.within(TIME));
  }

  private List<Delivery> in(List<Delivery> deliveries, Interruption inTime) {
    List<Delivery> first =
        deliveries.stream().filter(each -> !each.failed() && !each.optional()).toList();
    List<Delivery> whole = new ArrayList<>(seen(first, inTime));
    if (whole.size() == first.size()) {
      whole.addAll(
          seen(deliveries.stream().filter(each -> !first.contains(each)).toList(), inTime));
    }
    return whole;
  }

  /** Asks all at once, so that one that does not answer takes no time from the others. */
  private List<Delivery> seen(List<Delivery> deliveries, Interruption inTime) {
    List<Named> all = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      delivery.tags().forEach(tag -> all.add(new Named(delivery, tag)));
    }
    Set<Named> seen = ConcurrentHashMap.newKeySet();
    try {
      Parallel.each(
          all,
          named -> named.delivery().host(),
          AT_ONCE,
          inTime,
          Grace.MOST,
          named -> look(named, seen));
    } catch (IOException e) { // what was seen until then counts
      log.debug("not every tag answers in time whether it names the new image all the same");
    }
    return deliveries.stream()
        .filter(each -> !each.isDoubtful())
        .filter(each -> each.tags().stream().allMatch(tag -> seen.contains(new Named(each, tag))))
        .toList();
  }

  private void look(Named named, Set<Named> seen) {
    try {
      if (named.isSeen()) {
        seen.add(named);
      }
    } catch (IOException | RuntimeException | Error e) { // not seen: what has moved goes back
      log.debug(
          "whether %s:%s names the new image all the same cannot be seen: %s"
              .formatted(named.delivery().name(), named.tag(), e));
    }
  }

  private record Named(Delivery delivery, String tag) {
    boolean isSeen() throws IOException {
      return delivery
          .store()
          .resolve(tag)
          .map(Descriptor::digest)
          .filter(delivery.image().digest()::equals)
          .isPresent();
    }
  }
}
