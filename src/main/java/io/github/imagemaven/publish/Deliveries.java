package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One image on its way to all of its destinations: each step is taken for all at once, and a
 * destination that fails does not stop the others.
 */
record Deliveries(List<Delivery> all, ContentCopy.Shared shared) {
  /** Copies the list. */
  Deliveries {
    all = List.copyOf(all);
  }

  /** Takes a step with all that have not failed. */
  void onEach(Parallel.Work<Delivery> step) throws IOException {
    onEach(all, step);
  }

  /** The same with some of them. */
  void onEach(List<Delivery> some, Parallel.Work<Delivery> step) throws IOException {
    try {
      Parallel.each(
          some,
          Math.max(1, some.size()),
          shared.interruption(),
          Grace.NONE,
          delivery -> delivery.attempt(() -> step.on(delivery)));
    } catch (GivenUpException e) {
      throw Interruption.beforeNaming();
    }
    if (shared.interruption().requested() && some.stream().anyMatch(Delivery::failed)) {
      throw Interruption.beforeNaming(); // a step may have noticed before we did
    }
  }

  /**
   * Goes on only where nothing has failed that the run needs.
   *
   * @throws PublicationException where something has
   */
  void require(String whatNow) {
    Verdict verdict = Verdict.of(all);
    ImageException fatal = verdict.fatal();
    if (fatal != null) {
      throw new PublicationException(
          verdict.code(), verdict.reasons() + whoHasWhat() + "\n" + whatNow, fatal);
    }
    verdict.sayWithoutWhom(shared.log());
  }

  /** What is where; nothing to say where the run was refused before anybody looked. */
  private String whoHasWhat() {
    if (all.stream().noneMatch(Delivery::isLookedAt)) {
      return "";
    }
    return "\nThe destinations:"
        + all.stream()
            .map(delivery -> "\n  " + delivery.name() + ": " + delivery.contents())
            .collect(Collectors.joining());
  }
}
