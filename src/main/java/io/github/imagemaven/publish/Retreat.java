package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts tags back, or moves those on that cannot go back everywhere. */
final class Retreat {
  private static final int MOVES_AT_ONCE = 16;

  private final List<Delivery> deliveries;
  private final Interruption interruption;
  private final Log log;
  private final DropCheck dropCheck;
  private final TagAccount account;

  /**
   * @param account told what comes of it
   */
  Retreat(List<Delivery> deliveries, Interruption interruption, Log log, TagAccount account) {
    this.deliveries = deliveries;
    this.account = account;
    this.interruption = interruption;
    this.log = log;
    this.dropCheck = new DropCheck(interruption, log);
  }

  /**
   * Puts tags back, the last first.
   *
   * @param grace how long where the run is asked to end
   * @return what each of them names then, and each that names an incomplete image since before
   */
  String back(List<TagMove> moves, Grace grace) throws IOException {
    account.take(moves);
    goBackInOrder(moves, grace);
    List<Delivery> where = moves.stream().map(TagMove::delivery).toList();
    return "the tags now:" + account.lines(each -> where.contains(each) || each.isIncomplete());
  }

  /**
   * Of each image in each destination the kinds of tags one after the other, the last first: where
   * one stays, those that came before it stay as well, so that {@code latest} is nowhere new
   * without its version.
   */
  private void goBackInOrder(List<TagMove> moves, Grace grace) throws IOException {
    Map<Delivery, List<TagMove>> each =
        moves.stream().collect(Collectors.groupingBy(TagMove::delivery));
    inTime(
        each.keySet(),
        Delivery::host,
        grace,
        one -> ofOneGoBackInOrder(each.getOrDefault(one, List.of()), grace));
  }

  private void ofOneGoBackInOrder(List<TagMove> moves, Grace grace) throws IOException {
    List<TagKind> kinds = new ArrayList<>(List.of(TagKind.values()));
    Collections.reverse(kinds);
    for (TagKind kind : kinds) {
      Optional<TagMove> stays =
          moves.stream()
              .filter(
                  move ->
                      TagKind.of(move.delivery(), move.tag()).compareTo(kind) > 0 && move.isNew())
              .findFirst();
      Parallel.each(
          moves.stream().filter(move -> TagKind.of(move.delivery(), move.tag()) == kind).toList(),
          MOVES_AT_ONCE,
          interruption,
          grace,
          move ->
              account.say(
                  move,
                  stays.isPresent() ? move.stay(stays.get().tag() + " stays there") : move.back()));
    }
  }

  /** All at once: each that takes its time leaves the others theirs. */
  private void goBack(List<TagMove> moves, Grace grace) throws IOException {
    List<TagMove> lastFirst = new ArrayList<>(moves);
    Collections.reverse(lastFirst);
    inTime(
        lastFirst, move -> move.delivery().host(), grace, move -> account.say(move, move.back()));
  }

  private <T> void inTime(
      Collection<T> items, Function<T, String> lane, Grace grace, Parallel.Work<T> work)
      throws IOException {
    try {
      Parallel.each(items, lane, MOVES_AT_ONCE, interruption, grace, work);
    } catch (GivenUpException e) {
      log.warn("no time was left to put every tag back");
    }
  }

  /**
   * Puts tags back, and moves those on that cannot go back everywhere: one that a registry cannot
   * drop would be live there and nowhere else. What it names is complete in all destinations, which
   * is why tags had begun to move; where it was seen not to be, nothing moves on.
   *
   * <p>What a registry says that it cannot drop is not dropped elsewhere. Others are tried first;
   * what waited for that, and layouts, which are quick, follow in what is left of the time.
   *
   * @param content asked to complete the image where a registry says that it lacks a part
   * @return what each of them names then
   */
  String oneState(List<TagMove> moves, TaggedContent content) throws IOException {
    account.take(moves);
    if (Verdict.of(deliveries).needed().stream().anyMatch(Delivery::isIncomplete)) {
      goBackInOrder(moves, Grace.ALL);
    } else {
      goBackOrOn(moves, content);
    }
    return "the tags now:" + account.lines(each -> account.isFrom(each) || each.isIncomplete());
  }

  private void goBackOrOn(List<TagMove> moves, TaggedContent content) throws IOException {
    boolean isAlone = deliveries.size() == 1;
    List<TagMove> lasting = isAlone ? List.of() : dropCheck.lasting(moves);
    List<TagMove> first =
        moves.stream()
            .filter(TagMove::isInRegistry)
            .filter(move -> lasting.contains(move) || !follows(move, lasting))
            .toList();
    goBack(first, Grace.NEARLY_ALL);
    List<TagMove> stuck = stuck();
    goBack(
        moves.stream().filter(move -> !first.contains(move) && !follows(move, stuck)).toList(),
        Grace.ALL);
    moveOn(stuck(), content); // some may only now be seen to be
  }

  private List<TagMove> stuck() {
    return account.taken().stream().filter(TagMove::isStuck).toList();
  }

  private boolean follows(TagMove move, List<TagMove> stuck) {
    return isToMoveOn(move.delivery(), move.tag(), stuck);
  }

  /**
   * Whether a tag follows one of the same image that is stuck: the same, or one that comes before
   * it, so that {@code latest} is nowhere new without its version. Not one that is stuck itself, or
   * that somebody else has moved.
   */
  private boolean isToMoveOn(Delivery delivery, String tag, List<TagMove> stuck) {
    List<String> tags = TagKind.inOrder(delivery);
    boolean follows =
        stuck.stream()
            .filter(move -> move.delivery().image().equals(delivery.image()))
            .anyMatch(move -> tags.indexOf(tag) <= tags.indexOf(move.tag()));
    boolean may = !delivery.optional() || !(delivery.failed() || delivery.isIncomplete());
    boolean settled =
        account.taken().stream()
            .filter(move -> move.delivery() == delivery && move.tag().equals(tag))
            .anyMatch(move -> move.isStuck() || move.isOthers());
    return follows && may && !settled;
  }

  private void moveOn(List<TagMove> stuck, TaggedContent content) throws IOException {
    String why =
        "it could not be taken back in "
            + stuck.stream()
                .map(move -> move.delivery().name())
                .distinct()
                .collect(Collectors.joining(", "))
            + ", so that it stays everywhere";
    int most = deliveries.stream().mapToInt(each -> each.tags().size()).max().orElse(0);
    try {
      for (int place = 0; place < most; place++) {
        List<TagMove> moves = new ArrayList<>();
        for (Delivery delivery : deliveries) {
          List<String> tags = TagKind.inOrder(delivery);
          if (place < tags.size() && isToMoveOn(delivery, tags.get(place), stuck)) {
            moves.add(new TagMove(delivery, tags.get(place)));
          }
        }
        moveOn(moves, content, why);
      }
    } catch (GivenUpException e) {
      log.warn("no time was left to leave every tag in one state");
    }
  }

  private void moveOn(List<TagMove> moves, TaggedContent content, String why) throws IOException {
    account.takeOn(moves);
    Parallel.each(
        moves,
        move -> move.delivery().host(),
        MOVES_AT_ONCE,
        interruption,
        Grace.ALL,
        move -> {
          account.say(move, WayBack.mayName(move.delivery(), why));
          account.say(move, moveOn(move, content, why));
        });
  }

  private static String moveOn(TagMove move, TaggedContent content, String why) {
    try {
      move.forwardAgain(content);
      if (move.isOthers()) {
        return WayBack.movedBySomebodyElse(move.delivery().previous(move.tag())).words();
      }
      return move.isOneWay() ? "not moved, though " + why : "names the new image, complete: " + why;
    } catch (IOException | RuntimeException e) { // said for each tag; the others go on
      String reason = PublicationException.of(move.delivery().name(), e).getMessage();
      return WayBack.mayName(move.delivery(), why + ", and it could not be moved on: " + reason);
    }
  }
}
