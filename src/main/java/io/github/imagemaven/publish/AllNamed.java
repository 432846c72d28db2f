package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The look before anything is undone: whether every tag names its image all the same. Another run
 * of the same image may have moved them, and what is whole is not taken apart because a request of
 * ours failed.
 */
final class AllNamed {
  private static final int AT_ONCE = 16;

  /** Until it is known, half a release may be live: what has no answer by then is undone. */
  private static final Duration TIME = Duration.ofSeconds(5);

  private final Interruption interruption;
  private final Log log;

  AllNamed(Interruption interruption, Log log) {
    this.interruption = interruption;
    this.log = log;
  }

  /**
   * Takes back the failure of destinations whose tags all name the image, and says so: of those
   * that the run cannot do without only where all of them are whole.
   *
   * @param begun those in which tags have moved, or would have
   */
  void overcome(List<Delivery> deliveries, List<Delivery> begun) {
    Verdict verdict = Verdict.of(deliveries);
    List<Delivery> needed = verdict.needed();
    if (verdict.fatal() != null && in(needed)) {
      overcome(needed.stream().filter(Delivery::failed).toList());
    }
    if (verdict.fatal() == null) {
      begun.stream()
          .filter(delivery -> delivery.failed() && in(List.of(delivery)))
          .forEach(delivery -> overcome(List.of(delivery)));
    }
  }

  private void overcome(List<Delivery> whole) {
    log.warn(
        Verdict.of(whole).reasons()
            + "\nAll the same every tag names the new image there and wherever else it has to:"
            + " another run has moved them, or a request had its effect without a clear answer."
            + " Nothing is undone, and this run goes on");
    whole.forEach(Delivery::overcome);
  }

  /**
   * Whether every tag of all of them is seen to name its image; false where one is not seen in
   * time. Those that have failed may not answer for long, and are asked only if the others leave
   * the question open.
   */
  boolean in(List<Delivery> deliveries) {
    return isSeen(deliveries.stream().filter(delivery -> !delivery.failed()).toList())
        && isSeen(deliveries.stream().filter(Delivery::failed).toList());
  }

  private boolean isSeen(List<Delivery> deliveries) {
    List<Named> all = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      delivery.tags().forEach(tag -> all.add(new Named(delivery, tag)));
    }
    AtomicBoolean open = new AtomicBoolean(true);
    try {
      Parallel.each(
          all,
          AT_ONCE,
          interruption.within(TIME),
          Grace.MOST,
          named -> {
            if (open.get() && !named.isSeen()) {
              open.set(false);
            }
          });
      return open.get();
    } catch (IOException | RuntimeException | Error e) { // not seen: what has moved goes back
      log.debug("whether every tag names the new image all the same cannot be seen: " + e);
      return false;
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
