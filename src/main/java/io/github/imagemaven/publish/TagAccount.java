package io.github.imagemaven.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What has become of tags that were to go back, or to move on, in words. */
final class TagAccount {
  private final List<Delivery> deliveries;
  private final List<TagMove> taken = new ArrayList<>();
  private final Map<TagMove, String> outcomes = new ConcurrentHashMap<>();

  TagAccount(List<Delivery> deliveries) {
    this.deliveries = deliveries;
  }

  /** Takes moves in that are about to be undone. */
  void take(List<TagMove> moves) {
    taken.addAll(moves);
    moves.forEach(move -> outcomes.put(move, WayBack.mayName(move.delivery(), "no time was left")));
  }

  /** Takes moves in that are about to be made after all; what is said of them counts. */
  void takeOn(List<TagMove> moves) {
    for (TagMove move : moves) {
      String before = names(move.delivery(), move.tag());
      outcomes.put(
          move, before.isEmpty() ? WayBack.untouched(move.delivery(), move.tag()) : before);
    }
    taken.addAll(0, moves); // what is found first counts
  }

  /** Notes what came of a move. */
  void say(TagMove move, String outcome) {
    outcomes.put(move, outcome);
  }

  List<TagMove> taken() {
    return taken;
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
        + whatWasKept()
        + exceptions;
  }

  private String whatWasKept() {
    String tags =
        deliveries.stream()
            .flatMap(each -> each.kept().keySet().stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return tags.isEmpty() ? "" : " (" + tags + " stays as it was)";
  }

  /**
   * What has to be said after a sentence about every tag: each destination that has failed, that
   * lacks a part, or from which tags were taken back, a line each.
   */
  String exceptions() {
    String lines = lines(each -> each.failed() || each.isIncomplete() || isFrom(each));
    return lines.isEmpty() ? "" : ", but for:" + lines;
  }

  /** A line for each destination that is asked for. */
  String lines(Predicate<Delivery> which) {
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
