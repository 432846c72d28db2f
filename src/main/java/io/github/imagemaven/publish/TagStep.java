package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the tags of any number of images in any number of destinations, and moves them back where
 * that cannot be brought to an end.
 *
 * <p>First go the versions of every image, everywhere at once, then other tags, then {@code
 * latest}, so that nothing points at a release of which a part is not named yet. After all of them
 * go those that could not be put back, since what they name cannot be read.
 */
final class TagStep {
  private static final int MOVES_AT_ONCE = 16;

  private final List<Delivery> deliveries;
  private final TaggedContent content;
  private final Interruption interruption;
  private final Log log;
  private final GuardedMoves guards;
  private final AllNamed allNamed;
  private final TagAccount account;
  private final Retreat retreat;
  private final List<TagMove> begun = new ArrayList<>();

  TagStep(List<Delivery> deliveries, TaggedContent content, Interruption interruption, Log log) {
    this.deliveries = deliveries;
    this.content = content;
    this.interruption = interruption;
    this.log = log;
    this.guards = new GuardedMoves(deliveries, interruption, log);
    this.allNamed = new AllNamed(interruption, log);
    this.account = new TagAccount(deliveries);
    this.retreat = new Retreat(deliveries, interruption, log, account);
  }

  /**
   * Moves every tag and looks whether what they name is complete.
   *
   * @return what is live, in words
   * @throws PublicationException where a tag could not be moved and does not name its image, or
   *     something that it names is seen to be gone and cannot be sent again: those that had moved
   *     are back, or the message says where not; where another run has moved a tag after us, or the
   *     last look could not be made: everything else stays
   * @throws EnvironmentException where the run was asked to end before all tags had moved, whether
   *     or not something had failed by then
   */
  String run() throws IOException {
    ImageException fatal;
    try {
      fatal = moveAll();
    } catch (GivenUpException e) {
      keepOnly(allNamed.in(deliveries));
      throw LastLook.publishedUnseen(account);
    } catch (IOException | RuntimeException | Error e) {
      fatal = PublicationException.defect("the tags", e);
    }
    if (fatal != null) {
      // What was given up because the run is to end has failed as well.
      throw undone(interruption.requested() ? null : fatal);
    }
    if (!begun.isEmpty() || isOfSeveralImages()) {
      lookAgain();
    }
    return account.whatIsLive();
  }

  /**
   * Then time has passed since the first was staged, and tags that stood then may have been taken
   * back by the run that had put them there. One image is named as soon as it is staged.
   */
  private boolean isOfSeveralImages() {
    return deliveries.stream().map(Delivery::image).distinct().count() > 1;
  }

  /** What ends the run; null where everything has moved. */
  private @Nullable ImageException moveAll() throws IOException {
    for (TagKind kind : TagKind.values()) {
      ImageException unseen = guards.keepBack(kind) ? settle() : null;
      if (unseen != null) {
        return unseen;
      }
      int rounds = deliveries.stream().mapToInt(d -> kind.among(d).size()).max().orElse(0);
      for (int round = 0; round < rounds; round++) {
        ImageException fatal = move(kind, round);
        if (fatal != null) {
          return fatal;
        }
      }
    }
    for (TagKind kind : TagKind.values()) {
      ImageException fatal = moveOneWay(kind);
      if (fatal != null) {
        return fatal;
      }
    }
    return null;
  }

  private @Nullable ImageException move(TagKind kind, int round) throws IOException {
    List<TagMove> moves = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      List<String> tags = kind.among(delivery);
      boolean has = round < tags.size() && !delivery.failed();
      if (has && !delivery.isNamed(tags.get(round))) {
        moves.add(new TagMove(delivery, tags.get(round)));
      }
    }
    begun.addAll(moves);
    return move(moves, move -> move.forward(content));
  }

  /** Moves what could not be put back, once nothing else can fail, and says so before. */
  private @Nullable ImageException moveOneWay(TagKind kind) throws IOException {
    List<TagMove> moves =
        begun.stream()
            .filter(move -> move.isOneWay() && !move.delivery().failed())
            .filter(move -> TagKind.of(move.delivery(), move.tag()) == kind)
            .toList();
    moves.stream()
        .filter(move -> !move.delivery().isHidden(move.tag())) // of those it has been said
        .forEach(move -> log.warn(move.whatIsLost()));
    return move(moves, move -> move.forwardOneWay(content));
  }

  private @Nullable ImageException move(List<TagMove> moves, Parallel.Work<TagMove> work)
      throws IOException {
    Parallel.each(
        moves,
        move -> move.delivery().host(),
        MOVES_AT_ONCE,
        interruption,
        Grace.HALF,
        move -> move.delivery().attempt(() -> work.on(move)));
    allNamed.overcome(deliveries, begun.stream().map(TagMove::delivery).distinct().toList());
    return settle();
  }

  /**
   * Looks once more at what has moved everywhere. No tag goes back because nobody could look.
   *
   * @throws EnvironmentException where the run was asked to end meanwhile
   */
  private void lookAgain() throws IOException {
    LastLook look = new LastLook(deliveries, content, interruption, log, account);
    ImageException missing;
    try {
      look.run();
      missing = settle();
    } catch (GivenUpException e) {
      keepOnly(look.complete());
      throw look.interrupted();
    }
    if (missing != null) {
      throw undone(missing);
    }
    look.report();
  }

  /**
   * Goes on where nothing failed, or only what the run can do without, which goes back then.
   *
   * @throws GivenUpException where the run was asked to end: half of the time is for what it cannot
   *     do without, and then everything is settled at once
   */
  private @Nullable ImageException settle() throws IOException {
    ImageException fatal = Verdict.of(deliveries).fatal();
    if (fatal != null) {
      return fatal;
    }
    List<TagMove> lost = begun.stream().filter(move -> move.delivery().failed()).toList();
    if (!lost.isEmpty() || deliveries.stream().anyMatch(Delivery::isIncomplete)) {
      Verdict.of(deliveries).sayWithoutWhom(log);
      String state = retreat.back(lost, Grace.HALF);
      if (interruption.requested()) {
        throw new GivenUpException();
      }
      log.warn(state);
      begun.removeAll(lost);
    }
    return null;
  }

  /**
   * What an interruption leaves: where all is published that must be, no tag stays in a destination
   * that is not whole; where not, none stays at all.
   *
   * @param whole those in which every tag names a complete image
   */
  private void keepOnly(List<Delivery> whole) throws IOException {
    if (!Verdict.of(deliveries).isPublished(whole)) {
      throw undone(null);
    }
    List<TagMove> rest = begun.stream().filter(move -> !whole.contains(move.delivery())).toList();
    retreat.back(rest, Grace.ALL);
  }

  private ImageException undone(@Nullable ImageException cause) throws IOException {
    if (cause == null) {
      String state = retreat.oneState(begun, content);
      String reasons = Verdict.of(deliveries).reasons();
      return new EnvironmentException(
          "interrupted while the tags moved; "
              + state
              + (reasons.isEmpty() ? "" : "\nWhat had failed by then: " + reasons)
              + "\nRun again to finish",
          null);
    }
    String state = retreat.back(begun, Grace.ALL) + "\nRun again to finish";
    Verdict verdict = Verdict.of(deliveries);
    String reasons = verdict.reasons().isEmpty() ? cause.getMessage() : verdict.reasons();
    return new PublicationException(verdict.code(), reasons + "\n" + state, cause);
  }
}
