package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last look at guarded tags before the first of them moves anywhere. Content may have been on
 * its way for minutes, and a tag that has come to name what it must not leave stays in all
 * destinations; {@link TagMove} alone could only fail once others have moved.
 */
final class GuardedMoves {
  private static final int LOOKS_AT_ONCE = 16;

  private final List<Delivery> deliveries;
  private final Interruption interruption;
  private final Log log;

  GuardedMoves(List<Delivery> deliveries, Interruption interruption, Log log) {
    this.deliveries = deliveries;
    this.interruption = interruption;
    this.log = log;
  }

  /**
   * Looks at the tags whose guard has judged by what they name, has it judge again where that has
   * changed, and says of all guarded tags that move what is not known.
   *
   * @return whether there were any; a destination that does not answer has failed then
   * @throws io.github.imagemaven.report.GivenUpException where the run was asked to end meanwhile
   */
  boolean keepBack(TagKind kind) throws IOException {
    Map<Delivery, List<String>> guarded = new LinkedHashMap<>();
    for (Delivery delivery : deliveries) {
      List<String> tags =
          kind.among(delivery).stream()
              .filter(tag -> delivery.guard().mayChange(delivery, tag))
              .toList();
      if (!tags.isEmpty()) {
        guarded.put(delivery, tags);
      }
    }
    Parallel.each(
        guarded.entrySet(),
        each -> each.getKey().host(),
        LOOKS_AT_ONCE,
        interruption,
        Grace.HALF,
        each -> each.getKey().attempt(() -> look(each.getKey(), each.getValue())));
    List<GuardedTags> guards = guarded.keySet().stream().map(Delivery::guard).distinct().toList();
    Parallel.each(
        guards,
        Math.max(1, guards.size()),
        interruption,
        Grace.HALF,
        guard -> guard.decide(deliveries.stream().filter(d -> d.guard() == guard).toList()));
    sayWhatIsLeft(kind);
    return !guarded.isEmpty();
  }

  private static void look(Delivery delivery, List<String> tags) throws IOException {
    for (String tag : tags) {
      delivery.look(tag);
    }
  }

  /** Each sentence once, whatever the number of images and destinations. */
  private void sayWhatIsLeft(TagKind kind) {
    Set<String> lines = new LinkedHashSet<>();
    for (Delivery delivery : deliveries) {
      kind.among(delivery).forEach(tag -> lines.add(delivery.guard().whatIsLeft(delivery, tag)));
    }
    lines.stream().filter(line -> !line.isEmpty()).forEach(log::info);
  }
}
