package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.TagGuard.Answer;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the guard about the tags of one image in all its destinations. An answer belongs to a tag
 * and the image that it names: where somebody has moved the tag since, the guard is asked again,
 * and where one destination does not show that image's labels, the next that has it is asked for
 * them.
 *
 * <p>A tag that has to stay in one destination stays in all, so that they hold one state.
 */
final class GuardedTags {
  private final TagRules rules;
  private final Log log;
  private final Map<Question, Opinion> opinions = new ConcurrentHashMap<>();
  private final StandingLabels labels = new StandingLabels();

  GuardedTags(TagRules rules, Log log) {
    this.rules = rules;
    this.log = log;
  }

  /** Of one store: what cannot be read there may be readable in another. */
  private record Question(String tag, Digest standing, String store) {
    static Question of(Delivery delivery, String tag, Digest standing) {
      return new Question(tag, standing, delivery.name());
    }
  }

  /**
   * @param hasRead whether the answer depends on the labels of the image
   * @param unreadable why they cannot be read; null where they could, or were not asked for
   */
  private record Opinion(Answer answer, boolean hasRead, @Nullable String unreadable) {}

  TagRules rules() {
    return rules;
  }

  /**
   * Keeps the tags back that the guard does not let go, in all of these destinations, and says so.
   * A destination that for now does not answer what such a tag names has failed then.
   *
   * @param deliveries of one image, whose tags have been looked up
   * @throws GivenUpException where the run was asked to end meanwhile
   */
  void decide(List<Delivery> deliveries) throws IOException {
    for (String tag : deliveries.get(0).tags()) {
      if (rules.isGuarded(tag)) {
        decide(deliveries, tag);
      }
    }
  }

  private void decide(List<Delivery> deliveries, String tag) throws IOException {
    for (Delivery holder : deliveries) {
      Answer answer = isAsked(holder, tag) ? answer(holder, tag) : Answer.move();
      if (!answer.moves()) {
        String why =
            "%s:%s names %s; %s"
                .formatted(holder.name(), tag, holder.previous(tag).orElseThrow(), answer.why());
        boolean isSaid = deliveries.stream().anyMatch(delivery -> delivery.wasKept(tag));
        deliveries.forEach(delivery -> delivery.keep(tag, why));
        if (!isSaid) {
          log.info(tag + " stays as it is in all destinations: " + why);
        }
        return;
      }
    }
  }

  /** A destination that does not tell now what its tag names is one that cannot be published to. */
  private Answer answer(Delivery holder, String tag) throws IOException {
    try {
      return opinion(holder, tag).answer();
    } catch (RegistryException e) {
      holder.attempt(
          () -> {
            throw e;
          });
      return Answer.move();
    }
  }

  /** Whether the tag may go is a question: it is there, and names something else. */
  private boolean isAsked(Delivery delivery, String tag) {
    return rules.isGuarded(tag)
        && !delivery.failed()
        && delivery.previous(tag).isPresent()
        && !delivery.isNamed(tag);
  }

  /**
   * Whether the answer depends on what the tag names. Then it is worth another look before the
   * first such tag moves anywhere; a guard that does not care what stands there costs nothing.
   */
  boolean mayChange(Delivery delivery, String tag) {
    return isAsked(delivery, tag) && opinionOf(delivery, tag).filter(Opinion::hasRead).isPresent();
  }

  /**
   * What is to be said of the image that a delivery's tag is about to leave; empty where nothing
   * is. What is the course of things names no destination, so that it can be said once for all.
   */
  String whatIsLeft(Delivery delivery, String tag) {
    String why = whatIsUnknown(delivery, tag);
    if (why.isEmpty()) {
      return "";
    }
    if (isOrdinary(delivery, tag)) {
      return tag + " moves on from the image it names: " + why;
    }
    return "%s:%s moves, though nobody knows whether it leaves a newer image: it names %s; %s"
        .formatted(
            delivery.name(),
            tag,
            delivery.previous(tag).map(Digest::toString).orElse("nothing"),
            why);
  }

  private boolean isOrdinary(Delivery delivery, String tag) {
    return opinionOf(delivery, tag)
        .filter(opinion -> opinion.unreadable() == null && opinion.answer().isOrdinary())
        .isPresent();
  }

  private Optional<Opinion> opinionOf(Delivery delivery, String tag) {
    return delivery
        .previous(tag)
        .map(standing -> opinions.get(Question.of(delivery, tag, standing)));
  }

  /** What is not known of the image that a tag would leave; empty where nothing is in question. */
  String whatIsUnknown(Delivery delivery, String tag) {
    if (!isAsked(delivery, tag)) {
      return "";
    }
    Opinion opinion = opinionOf(delivery, tag).orElse(null);
    if (opinion == null) {
      return "";
    }
    String unreadable = opinion.unreadable();
    return unreadable == null ? opinion.answer().why() : unreadable;
  }

  /**
   * Looks whether the guard lets the tag leave what it was just seen to name.
   *
   * @throws PublicationException where not: somebody has moved it since it was decided
   */
  void check(Delivery delivery, String tag) throws IOException {
    if (!isAsked(delivery, tag)) {
      return;
    }
    Answer answer = opinion(delivery, tag).answer();
    if (!answer.moves()) {
      throw new PublicationException(
          Code.PUBLICATION,
          "%s:%s has been moved by somebody else meanwhile and names %s; %s: run again, which leaves it there"
              .formatted(
                  delivery.name(),
                  tag,
                  delivery.previous(tag).map(Digest::toString).orElse("nothing"),
                  answer.why()),
          null);
    }
  }

  private Opinion opinion(Delivery holder, String tag) throws IOException {
    Digest standing = holder.previous(tag).orElseThrow();
    Question question = Question.of(holder, tag, standing);
    Opinion known = opinions.get(question);
    if (known != null) {
      return known;
    }
    StandingLabels.Asked asked = labels.of(holder.store(), standing);
    Answer answer = rules.guard().ask(tag, asked);
    asked.rethrowInterruption();
    Opinion opinion = new Opinion(answer, asked.isRead(), asked.refusal());
    opinions.put(question, opinion);
    return opinion;
  }
}
