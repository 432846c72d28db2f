package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.cleanup.Removals.Need;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes images: what nothing needs of each, then of their children, then of what refers to any of
 * them, upon a look at what has to stay; and puts back what something has come to need meanwhile.
 *
 * <p>On an ordinary registry each look asks for every tag, since any of them may have moved, to
 * anything. So there are as few as can be:
 *
 * <ul>
 *   <li>one just before each image. Its children and referrers go upon the same one, as it tells of
 *       them too: between a look and the last deletion upon it there is nothing but deletions, and
 *       if these take long there is another look;
 *   <li>one more where a deletion was refused, since what stays by that needs its parts;
 *   <li>the last one, which finds whatever came to be needed while things went. For all images but
 *       the last, the look before the next one does that.
 * </ul>
 */
final class ImageRemoval {
  private final Looks looks;
  private final Removals removals;
  private final CleanupReport report;
  private final ImageClosure closure;
  private final Standing standing;
  private final Going going;
  private @Nullable Look last;

  private enum Step {
    DONE,
    LOOK_AGAIN,
    UNSUPPORTED
  }

  /**
   * @param closure of the images
   * @param standing what stays in any case
   * @param going all of the closure, and which of it goes by age
   */
  ImageRemoval(
      Looks looks,
      Removals removals,
      CleanupReport report,
      ImageClosure closure,
      Standing standing,
      Going going) {
    this.looks = looks;
    this.removals = removals;
    this.report = report;
    this.closure = closure;
    this.standing = standing;
    this.going = going;
  }

  /**
   * Removes an image, or says why it stays.
   *
   * @return whether there is any use in going on with other images of the repository
   * @throws io.github.imagemaven.report.ImageException where a list or a deletion fails
   */
  boolean run() throws IOException {
    Step step = Step.LOOK_AGAIN;
    while (step == Step.LOOK_AGAIN) {
      Look look = look();
      Need need = removals.putBack(look);
      if (need == Need.PUT_BACK) {
        return false;
      }
      // Where it was asked what is there again the look is no longer the last request.
      step = need == Need.MET ? Step.LOOK_AGAIN : delete(look, true);
    }
    return step == Step.DONE;
  }

  /**
   * Puts back what has come to be needed, and removes what images have left that went after it: a
   * part that two of them shared, or what was about one of them. What stays and went all the same
   * is put back, too.
   */
  void finish() throws IOException {
    Look look;
    Step step;
    int before;
    do {
      before = removals.tried().size();
      look = look();
      step = removals.putBack(look) == Need.NONE ? delete(look, false) : Step.UNSUPPORTED;
    } while (step == Step.LOOK_AGAIN || (step == Step.DONE && before < removals.tried().size()));
    removals.putBackWhatWasTaken(look, childrenFirst());
  }

  /** Puts back what has come to be needed, or went though nobody asked for that. */
  void lookAfter() throws IOException {
    removals.putBackAll(look(), childrenFirst());
  }

  private List<Digest> childrenFirst() {
    List<Digest> order = new ArrayList<>(order());
    Collections.reverse(order);
    return order;
  }

  /**
   * @param isFirst whether to say what stays, and to leave all of an image that does
   */
  private Step delete(Look look, boolean isFirst) throws IOException {
    boolean isUsed = false;
    for (Digest digest : order()) {
      Kind kind = closure.member(digest).kind();
      String reason = look.kept().reason(digest);
      if (reason == null) {
        // A deletion that had to wait was preceded by another look, and this one is old since.
        boolean isOld = last != look || !looks.isRecent(look);
        if (isUsed && (kind == Kind.IMAGE || isOld)) {
          return Step.LOOK_AGAIN;
        }
        isUsed = true;
        switch (removals.delete(look.entry(digest), kind, why(kind, digest), this::look)) {
          case DONE -> {}
          case KEPT -> {
            return isFirst && kind == Kind.IMAGE ? Step.DONE : Step.LOOK_AGAIN;
          }
          case CALLED_OFF -> {
            return Step.LOOK_AGAIN;
          }
          case UNSUPPORTED -> {
            return Step.UNSUPPORTED;
          }
        }
      } else if (isFirst) {
        report.kept(digest, kind, reason);
        if (kind == Kind.IMAGE) {
          return Step.DONE;
        }
      }
    }
    return Step.DONE;
  }

  /** Parents go before children, and what is referred to before what refers. */
  private List<Digest> order() {
    return Stream.of(Kind.IMAGE, Kind.CHILD, Kind.REFERRER)
        .flatMap(kind -> closure.parentsFirst(kind).stream())
        .filter(each -> !removals.isGone(each))
        .toList();
  }

  private String why(Kind kind, Digest digest) {
    return switch (kind) {
      case IMAGE ->
          going.byAge().contains(digest)
              ? "no tag names it any more"
              : "displaced by this publication";
      case CHILD -> "part of an image that went";
      case REFERRER -> "about an image that went";
    };
  }

  private Look look() throws IOException {
    Set<Digest> digests = new HashSet<>(going.digests());
    digests.addAll(removals.tried());
    Set<Digest> subjects = new HashSet<>(going.subjects());
    subjects.removeIf(removals::isGone);
    Set<Digest> byAge = new HashSet<>(going.byAge());
    byAge.removeIf(removals::isGone);
    last =
        looks.look(
            standing.and(removals.refused()),
            going.after(digests, subjects, byAge, removals.lost()));
    return last;
  }
}
