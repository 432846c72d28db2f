package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The look at every destination once all tags have moved: whether the platforms are still there,
 * and whether each tag names what this run has put there or found there.
 *
 * <p>What it sees decides, and never that it sees nothing: by then each registry has answered that
 * the release is whole, and going back because one does not answer now would leave the new image
 * there and the old one elsewhere. Only a platform that is seen to be missing, and cannot be sent
 * again, is a failure of its {@link Delivery}, so that tags go back.
 */
final class LastLook {
  private static final int AT_ONCE = 16;

  private final List<Delivery> deliveries;
  private final TaggedContent content;
  private final Interruption interruption;
  private final Log log;
  private final TagAccount account;
  private final Map<Delivery, List<String>> crossed = new ConcurrentHashMap<>();
  private final Map<Delivery, List<String>> unmoved = new ConcurrentHashMap<>();
  private final Map<Delivery, ImageException> unseen = new ConcurrentHashMap<>();

  /**
   * @param account what has been taken back, and what of that is to be said
   */
  LastLook(
      List<Delivery> deliveries,
      TaggedContent content,
      Interruption interruption,
      Log log,
      TagAccount account) {
    this.deliveries = deliveries;
    this.content = content;
    this.interruption = interruption;
    this.log = log;
    this.account = account;
  }

  /**
   * Looks everywhere, also where no tag had to move: another run that had put one there may have
   * taken it back meanwhile.
   *
   * @throws io.github.imagemaven.report.GivenUpException where the run was asked to end before all
   *     was seen
   */
  void run() throws IOException {
    Parallel.each(
        deliveries,
        Delivery::host,
        AT_ONCE,
        interruption,
        Grace.HALF,
        delivery -> delivery.attempt(() -> look(delivery)));
  }

  /** Those of which no platform was seen to be missing that is not there again. */
  List<Delivery> complete() {
    return deliveries.stream().filter(each -> !each.failed() && !each.isIncomplete()).toList();
  }

  private void look(Delivery delivery) throws IOException {
    List<Child> missing;
    try {
      missing = content.missing(delivery);
    } catch (IOException | RuntimeException | Error e) {
      unseen.put(delivery, PublicationException.of(delivery.name(), e));
      return;
    }
    if (!missing.isEmpty()) {
      delivery.lacks(true);
      content.sendAgain(delivery, missing);
      delivery.lacks(false);
    }
    try {
      readBack(delivery);
    } catch (IOException | RuntimeException | Error e) {
      unseen.put(delivery, PublicationException.of(delivery.name(), e));
    }
  }

  private void readBack(Delivery delivery) throws IOException {
    for (String tag : delivery.tags()) {
      Optional<Digest> now;
      try {
        now = content.readBack(delivery, tag);
      } catch (HiddenTagException e) {
        log.warn(
            "%s took the tag %s and does not let us see what it names now: %s"
                .formatted(delivery.name(), tag, e.getMessage()));
        continue;
      }
      if (!now.equals(Optional.of(delivery.image().digest()))) {
        String names = now.map(digest -> " names " + digest).orElse(" does not exist");
        boolean asBefore = now.equals(delivery.previous(tag));
        (asBefore ? unmoved : crossed)
            .computeIfAbsent(delivery, d -> new CopyOnWriteArrayList<>())
            .add(tag + names);
      }
    }
  }

  /**
   * Fails where a tag names something else than we put there: another run publishes the same. What
   * it has put there stays, and so does ours, since two runs that undo each other never end. Fails
   * as well where it could not be looked, or the move is not shown, since nobody knows then.
   */
  void report() {
    String exceptions = account.exceptions();
    for (Delivery delivery : deliveries) {
      if (isElsewhere(delivery)) {
        delivery.attempt(() -> refuseElsewhere(delivery));
      }
    }
    unseen.forEach((delivery, reason) -> delivery.attempt(() -> refuseUnseen(delivery, reason)));
    Verdict verdict = Verdict.of(deliveries);
    ImageException fatal = verdict.fatal();
    if (fatal != null) {
      throw new PublicationException(
          verdict.code(), verdict.reasons() + "\n" + whatIsLive(exceptions), fatal);
    }
    verdict.sayWithoutWhom(log);
  }

  /** What a run becomes that is asked to end before it has looked everywhere. */
  EnvironmentException interrupted() {
    List<Delivery> elsewhere =
        deliveries.stream().filter(each -> isElsewhere(each) && !account.isFrom(each)).toList();
    return elsewhere.isEmpty()
        ? publishedUnseen(account)
        : new EnvironmentException(
            "interrupted while looking once more at what all tags name: "
                + elsewhere.stream().map(this::whatIsElsewhere).collect(Collectors.joining("; "))
                + "\nEvery other tag was moved to what this run published, or found there"
                + nothingElse(account.exceptions())
                + "Run again when no other run publishes these tags",
            null);
  }

  /** What a run becomes that is asked to end when every tag names the new image. */
  static EnvironmentException publishedUnseen(TagAccount account) {
    return new EnvironmentException(
        "interrupted, and "
            + account.whatIsLive()
            + "\nNo time was left to look once more whether everything is still there. Run again"
            + (account.exceptions().isEmpty() ? " to look" : " to finish"),
        null);
  }

  private String whatIsLive(String exceptions) {
    return crossed.isEmpty() && unmoved.isEmpty()
        ? "Every tag names what this run published"
            + nothingElse(exceptions)
            + "Run again to look once more"
        : "All other tags name what this run published"
            + nothingElse(exceptions)
            + "Run again when no other run publishes these tags";
  }

  private static String nothingElse(String exceptions) {
    return exceptions.isEmpty() ? ", and nothing was put back. " : exceptions + "\n";
  }

  /** Whether a tag was seen to name something else. */
  private boolean isElsewhere(Delivery delivery) {
    return crossed.containsKey(delivery) || unmoved.containsKey(delivery);
  }

  private void refuseElsewhere(Delivery delivery) {
    throw new PublicationException(Code.PUBLICATION, whatIsElsewhere(delivery), null);
  }

  private String whatIsElsewhere(Delivery delivery) {
    List<String> sentences = new ArrayList<>();
    List<String> others = crossed.get(delivery);
    if (others != null) {
      sentences.add(
          "another run has moved tags meanwhile: "
              + String.join(", ", others)
              + "; this run had put or found "
              + delivery.image().digest()
              + " there");
    }
    List<String> same = unmoved.get(delivery);
    if (same != null) {
      sentences.add(
          "it answered that tags moved to "
              + delivery.image().digest()
              + " and shows what it showed before: "
              + String.join(", ", same)
              + "; it, or a cache before it, may show the move late, or somebody has put them"
              + " back");
    }
    return delivery.name() + ": " + String.join("; ", sentences);
  }

  private static void refuseUnseen(Delivery delivery, ImageException reason) {
    throw new PublicationException(
        Code.PUBLICATION,
        delivery.name()
            + ": its tags name "
            + delivery.image().digest()
            + ", which was complete there, and the last look at it could not be made: "
            + reason.getMessage(),
        reason);
  }
}
