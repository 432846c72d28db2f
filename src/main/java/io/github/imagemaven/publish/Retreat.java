package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Puts tags back, and keeps account of what that has made of them. */
final class Retreat {
  private static final int MOVES_AT_ONCE = 16;

  private final List<Delivery> deliveries;
  private final Interruption interruption;
  private final Log log;
  private final List<TagMove> taken = new ArrayList<>();
  private final Map<TagMove, String> outcomes = new ConcurrentHashMap<>();

  Retreat(List<Delivery> deliveries, Interruption interruption, Log log) {
    this.deliveries = deliveries;
    this.interruption = interruption;
    this.log = log;
  }

  /**
   * Puts tags back, the last first.
   *
   * @param grace how long where the run is asked to end
   * @return what each of them names then, and each that names an incomplete image since before
   */
  String back(List<TagMove> moves, Grace grace) throws IOException {
    taken.addAll(moves);
    moves.forEach(move -> outcomes.put(move, WayBack.mayName(move.delivery(), "no time was left")));
    List<TagMove> lastFirst = new ArrayList<>(moves);
    Collections.reverse(lastFirst);
    try {
      Parallel.each(
          lastFirst,
          move -> move.delivery().host(),
          MOVES_AT_ONCE,
          interruption,
          grace,
          move -> outcomes.put(move, move.back()));
    } catch (InterruptedIOException e) {
      log.warn("no time was left to put every tag back");
    }
    List<Delivery> where = moves.stream().map(TagMove::delivery).toList();
    return "the tags now:" + lines(each -> where.contains(each) || each.isIncomplete());
  }

  /**
   * Puts tags back, and moves those on that cannot go back everywhere: one that a registry cannot
   * drop would be live there and nowhere else. What it names is complete in all destinations, which
   * is why tags had begun to move. Registries are asked first; layouts, which are quick, follow
   * them in what is left of the time.
   *
   * @param content asked to complete the image where a registry says that it lacks a part
   * @return what each of them names then
   */
  String oneState(List<TagMove> moves, TaggedContent content) throws IOException {
    back(moves.stream().filter(TagMove::isInRegistry).toList(), Grace.NEARLY_ALL);
    Set<String> stuck = canMoveOn() ? stuck() : Set.of();
    back(
        moves.stream().filter(move -> !move.isInRegistry() && !stuck.contains(move.tag())).toList(),
        Grace.ALL);
    for (String tag : stuck) {
      moveOn(tag, content);
    }
    return "the tags now:" + lines(each -> isFrom(each) || each.isIncomplete());
  }

  private boolean canMoveOn() {
    return Verdict.of(deliveries).needed().stream().noneMatch(Delivery::isIncomplete);
  }

  private Set<String> stuck() {
    Set<String> tags = new LinkedHashSet<>();
    taken.stream().filter(TagMove::isStuck).map(TagMove::tag).forEach(tags::add);
    return tags;
  }

  private void moveOn(String tag, TaggedContent content) throws IOException {
    List<Delivery> there =
        taken.stream()
            .filter(move -> move.isStuck() && move.tag().equals(tag))
            .map(TagMove::delivery)
            .toList();
    List<TagMove> rest =
        deliveries.stream()
            .filter(each -> each.tags().contains(tag) && !there.contains(each))
            .filter(each -> !each.optional() || !(each.failed() || each.isIncomplete()))
            .map(each -> new TagMove(each, tag))
            .toList();
    String why =
        "it could not be dropped in "
            + String.join(", ", there.stream().map(Delivery::name).toList())
            + ", so that it stays everywhere";
    rest.forEach(move -> outcomes.put(move, WayBack.mayName(move.delivery(), why)));
    taken.addAll(0, rest); // what is found first counts
    try {
      Parallel.each(
          rest,
          move -> move.delivery().host(),
          MOVES_AT_ONCE,
          interruption,
          Grace.ALL,
          move -> outcomes.put(move, moveOn(move, content, why)));
    } catch (InterruptedIOException e) {
      log.warn("no time was left to leave every tag in one state");
    }
  }

  private static String moveOn(TagMove move, TaggedContent content, String why) {
    try {
      move.forward(content);
      return move.isOneWay() ? "not moved, though " + why : "names the new image, complete: " + why;
    } catch (IOException | RuntimeException e) { // said for each tag; the others go on
      String reason = PublicationException.of(move.delivery().name(), e).getMessage();
      return WayBack.mayName(move.delivery(), why + ", and it could not be moved on: " + reason);
    }
  }

  /** Whether tags of a destination have been put back, or could not be. */
  boolean isFrom(Delivery delivery) {
    return taken.stream().anyMatch(move -> move.delivery() == delivery);
  }

  /** That all is published, and where not. */
  String whatIsLive() {
    String exceptions = exceptions();
    return (exceptions.isEmpty() ? "all is published" : "all is published that has to be")
        + ": every tag names the new image"
        + exceptions;
  }

  /**
   * What has to be said after a sentence about every tag: each destination that has failed, that
   * lacks a part, or from which tags were taken back, a line each.
   */
  String exceptions() {
    String lines = lines(each -> each.failed() || each.isIncomplete() || isFrom(each));
    return lines.isEmpty() ? "" : ", but for:" + lines;
  }

  private String lines(Predicate<Delivery> which) {
    StringBuilder lines = new StringBuilder();
    deliveries.stream().filter(which).forEach(each -> lines.append("\n  ").append(line(each)));
    return lines.toString();
  }

  private String line(Delivery delivery) {
    StringJoiner tags = new StringJoiner("; ");
    for (String tag : delivery.tags()) {
      String names = names(delivery, tag);
      if (!names.isEmpty()) {
        tags.add(tag + " " + names);
      }
    }
    return tags.length() == 0 ? Verdict.reason(delivery) : delivery.name() + ": " + tags;
  }

  /** What is known of a tag that has been taken back, or names an incomplete image; or nothing. */
  private String names(Delivery delivery, String tag) {
    return taken.stream()
        .filter(move -> move.delivery() == delivery && move.tag().equals(tag))
        .map(outcomes::get)
        .findFirst()
        .orElseGet(() -> delivery.isIncomplete() ? WayBack.untouched(delivery, tag) : "");
  }
}
