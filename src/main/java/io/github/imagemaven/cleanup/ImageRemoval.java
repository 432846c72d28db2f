package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.ImageClosure.Member;
import io.github.imagemaven.cleanup.KeepSet.Going;
import io.github.imagemaven.cleanup.KeepSet.Standing;
import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.cleanup.Removals.Need;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes one image, then its children, then what refers to any of them, each after a look at what
 * has to stay; and puts back what something has come to need meanwhile.
 */
final class ImageRemoval {
  private final Looks looks;
  private final Removals removals;
  private final CleanupReport report;
  private final ImageClosure closure;
  private final Standing standing;
  private final @Nullable Duration minAge;
  private final String why;
  private final Map<Digest, String> stayed = new HashMap<>();
  private final Set<Digest> held = new HashSet<>();

  /**
   * @param closure of the image
   * @param standing what stays in any case
   * @param minAge how old each manifest must be; null where a publication has displaced the image
   * @param why the image goes, a clause without full stop
   */
  ImageRemoval(
      Looks looks,
      Removals removals,
      CleanupReport report,
      ImageClosure closure,
      Standing standing,
      @Nullable Duration minAge,
      String why) {
    this.looks = looks;
    this.removals = removals;
    this.report = report;
    this.closure = closure;
    this.standing = standing;
    this.minAge = minAge;
    this.why = why;
  }

  /**
   * Removes it.
   *
   * @return whether there is any use in going on with other images of the repository
   * @throws ImageException where a list or a deletion fails; what went before it has then been
   *     looked after as far as could be done
   */
  boolean run() throws IOException {
    try {
      boolean goesOn = take(Kind.IMAGE, why);
      if (!goesOn || !removals.isGone(closure.image())) {
        return goesOn; // the image stays, and all of it
      }
      boolean isDone =
          take(Kind.CHILD, "part of an image that went")
              && take(Kind.REFERRER, "about an image that went");
      return removals.putBack(look()) != Need.PUT_BACK && isDone;
    } catch (ImageException | IOException e) {
      lookAfter();
      throw e;
    }
  }

  /** The same each time: parents go before children, and what is referred to before what refers. */
  private boolean take(Kind kind, String clause) throws IOException {
    List<Digest> digests = new ArrayList<>(closure.parentsFirst(kind));
    digests.removeIf(removals::isGone);
    if (digests.isEmpty()) {
      return true;
    }
    Look look = look();
    Need need = removals.putBack(look);
    while (need == Need.MET) {
      look = look(); // no request may lie between the look and what is done upon it
      need = removals.putBack(look);
    }
    if (need == Need.PUT_BACK) {
      return false;
    }
    for (Digest digest : digests) {
      String reason = look.kept().reason(digest);
      if (reason != null) {
        report.kept(digest, kind, reason);
        stayed.put(digest, reason); // for what refers to it too, whatever happens to its tags
      } else if (!held.contains(digest)) {
        switch (removals.delete(look.entry(digest), kind, clause)) {
          case DONE -> {}
          case KEPT -> hold(digest);
          case UNSUPPORTED -> {
            return false;
          }
        }
      }
    }
    return true;
  }

  private Look look() throws IOException {
    Set<Digest> digests = new HashSet<>(closure.members().keySet());
    digests.addAll(removals.tried());
    Set<Digest> subjects = new HashSet<>(closure.standingSubjects());
    subjects.removeIf(removals::isGone);
    Set<Digest> byAge = new HashSet<>(minAge == null ? Set.of() : closure.members().keySet());
    byAge.removeIf(removals::isGone);
    return looks.look(
        standing.and(removals.refused()).and(stayed), new Going(digests, subjects, byAge, minAge));
  }

  /** What the registry keeps keeps its children and what is about it, as after the next look. */
  private void hold(Digest kept) {
    Queue<Digest> open = new ArrayDeque<>(List.of(kept));
    for (Digest next = open.poll(); next != null; next = open.poll()) {
      for (Map.Entry<Digest, Member> each : closure.members().entrySet()) {
        boolean isAbout = next.equals(each.getValue().links().subject());
        boolean isChild =
            closure.member(next).links().children().stream()
                .anyMatch(child -> child.digest().equals(each.getKey()));
        if ((isAbout || isChild) && held.add(each.getKey())) {
          open.add(each.getKey());
        }
      }
    }
  }

  /** After a failure nothing more goes, but what went may have come to be needed. */
  private void lookAfter() {
    if (removals.tried().isEmpty()) {
      return;
    }
    try {
      removals.putBack(look());
    } catch (ImageException | IOException e) {
      report.failure(
          "Whether anything has come to need what was deleted could not be seen ("
              + e.getMessage()
              + "); if something was published here at the same time, publish it again.");
    }
  }
}
