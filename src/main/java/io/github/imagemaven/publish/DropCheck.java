package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore.Withdrawal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Asks registries whether they drop tags, with a tag that nobody has, so that nothing is dropped in
 * one that another cannot drop. Most say it so: Distribution 2 and Docker Hub answer 405, Harbor
 * 400, whatever the tag; only Amazon's ECR answers 404 to every one, as a registry does that drops
 * tags and does not have this one. What they say is a hint, and trying decides.
 */
final class DropCheck {
  private static final int AT_ONCE = 16;

  /** One that says nothing must leave time for the way back. */
  private static final Duration TIME = Duration.ofMillis(400);

  private final Interruption interruption;
  private final Log log;

  DropCheck(Interruption interruption, Log log) {
    this.interruption = interruption;
    this.log = log;
  }

  /**
   * Those of new tags that have moved in registries that say that they drop none. Hosts of which a
   * request has no answer yet are not asked.
   */
  List<TagMove> lasting(List<TagMove> moves) {
    Set<String> silent =
        moves.stream()
            .filter(TagMove::isUnanswered)
            .map(move -> move.delivery().host())
            .collect(Collectors.toSet());
    List<TagMove> fresh =
        moves.stream()
            .filter(move -> move.isInRegistry() && move.hasMadeTag())
            .filter(move -> !silent.contains(move.delivery().host()))
            .toList();
    Set<Delivery> dropNone = ConcurrentHashMap.newKeySet();
    try {
      Parallel.each(
          fresh.stream().map(TagMove::delivery).distinct().toList(),
          Delivery::host,
          AT_ONCE,
          interruption.within(TIME),
          Grace.NEARLY_ALL,
          delivery -> ask(delivery, dropNone));
    } catch (IOException e) { // what was said until then counts
      log.debug("not every registry says in time whether it drops tags");
    }
    return fresh.stream().filter(move -> dropNone.contains(move.delivery())).toList();
  }

  private void ask(Delivery delivery, Set<Delivery> dropNone) {
    Digest image = delivery.image().digest();
    try {
      String nobodys = "no-such-tag-" + image.hex().substring(0, 12);
      if (delivery.store().withdraw(nobodys, image) == Withdrawal.IMPOSSIBLE) {
        dropNone.add(delivery);
      }
    } catch (IOException | RuntimeException | Error e) { // trying will tell
      boolean refused =
          e instanceof RegistryException refusal
              && !refusal.isInDoubt()
              && !refusal.isGivenUp()
              && !(e instanceof HiddenTagException);
      if (refused) {
        dropNone.add(delivery);
      }
      log.debug("whether %s drops tags is not known: %s".formatted(delivery.name(), e));
    }
  }
}
