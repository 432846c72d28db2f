package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one clean-up has deleted in a repository, and what it puts back. */
final class Removals {
  private final Holdings holdings;
  private final Contents contents;
  private final Graph graph;
  private final CleanupReport report;
  private final Set<Digest> tried = new LinkedHashSet<>();
  private final Set<Digest> gone = new LinkedHashSet<>();
  private final Map<Digest, Set<String>> lost = new HashMap<>();
  private final Set<Digest> untagged = new HashSet<>();
  private final Map<Digest, String> refused = new HashMap<>();
  private @Nullable String unsupported;

  Removals(Holdings holdings, Contents contents, Graph graph, CleanupReport report) {
    this.holdings = holdings;
    this.contents = contents;
    this.graph = graph;
    this.report = report;
  }

  /**
   * Deletes a manifest that has been read.
   *
   * @param entry from a list just read
   * @param why it goes, a clause without full stop
   * @param looker looks again at what has to stay, where the deletion has to wait
   */
  Deletion.Outcome delete(Entry entry, Kind kind, String why, Looker looker) throws IOException {
    Digest digest = entry.digest();
    boolean isFirst = tried.add(digest);
    // Also where it fails or is called off: its tags may have gone all the same, and a second entry
    // lacks them.
    Set<String> tags = lost.computeIfAbsent(digest, each -> new HashSet<>());
    entry.tags().stream().filter(FallbackTag::is).forEach(tags::add);
    Deletion deletion = holdings.delete(entry, asker(digest, looker));
    switch (deletion.outcome()) {
      case DONE -> {
        gone.add(digest);
        report.deleted(digest, kind, entry.tags(), why);
      }
      case KEPT -> {
        refused.put(digest, deletion.why());
        report.kept(digest, kind, deletion.why());
      }
      // Whether it is gone is asked when it is put back: that is not known here.
      case CALLED_OFF -> report.kept(digest, kind, deletion.why());
      case UNSUPPORTED -> {
        if (isFirst && !untagged.contains(digest)) {
          tried.remove(digest);
          lost.remove(digest);
        }
        unsupported = deletion.why();
        report.note(deletion.why());
        report.kept(digest, kind, deletion.why());
      }
    }
    return deletion.outcome();
  }

  /** Looks at what has to stay while everything tried is about to go. */
  interface Looker {
    /** Looks anew. */
    Look look() throws IOException;
  }

  private Asker asker(Digest digest, Looker looker) {
    return new Asker() {
      @Override
      public Optional<String> objection() throws IOException {
        return Optional.ofNullable(looker.look().kept().reason(digest));
      }

      @Override
      public void untagged(String tag) {
        untagged.add(digest);
        report.untagged(digest, tag);
      }
    };
  }

  /** What was deleted, or may have been, in that order: parents before their children. */
  Set<Digest> tried() {
    return Collections.unmodifiableSet(tried);
  }

  /** Whether anything that was deleted, or may have been, could be missed by somebody. */
  boolean isAnyMissed() {
    return tried.stream()
        .anyMatch(
            each -> !refused.containsKey(each) || !lost.getOrDefault(each, Set.of()).isEmpty());
  }

  /** Why this registry deletes nothing on request; null where it does, as far as is known. */
  @Nullable String unsupported() {
    return unsupported;
  }

  /** Tags that hung on something by their names, and went with what they named. */
  Map<Digest, Set<String>> lost() {
    return Collections.unmodifiableMap(lost);
  }

  boolean isGone(Digest digest) {
    return gone.contains(digest);
  }

  /** What the registry would not delete, and why. */
  Map<Digest, String> refused() {
    return Collections.unmodifiableMap(refused);
  }

  /**
   * Puts back parts that stay, and that the registry has taken along with what listed them.
   *
   * @param childrenFirst parts of what was deleted, and of what was to go
   * @throws ImageException where some cannot be, when all others are
   */
  void putBackWhatWasTaken(Look look, List<Digest> childrenFirst) throws IOException {
    Problems problems = new Problems();
    putBackWhatWasTaken(look, childrenFirst, problems);
    problems.throwIfAny();
  }

  private void putBackWhatWasTaken(Look look, List<Digest> childrenFirst, Problems problems)
      throws IOException {
    for (Digest digest : tried.isEmpty() ? List.<Digest>of() : childrenFirst) {
      String reason = look.kept().reason(digest);
      Graph.Node node = graph.known(digest);
      boolean isListed = look.listing().isWhole() && look.listing().entry(digest).isPresent();
      if (reason != null && node != null && !isListed) {
        try {
          if (!contents.has(digest)) {
            holdings.restore(node.raw(), look.kept().lostTags(digest));
            report.taken(digest, reason);
          }
        } catch (ImageException e) {
          problems.add(notPutBack(digest, reason, e));
        }
      }
    }
  }

  /** What an image needs is not to stay away because a signature does. */
  private CleanupException notPutBack(Digest digest, String reason, ImageException e) {
    return new CleanupException(
        digest
            + " went, stays ("
            + reason
            + ") and could not be put back, or not with its tags: publish again what needs it. "
            + report.withoutName(e.getMessage()),
        e);
  }

  /** What a look has led to; of several the last. */
  enum Need {
    /** Nothing that was deleted is needed, and nothing was asked. */
    NONE,
    /** What is needed is there again, by somebody else; the look is old by now. */
    MET,
    /** Something had to be put back. */
    PUT_BACK
  }

  /**
   * Puts back what has come to be needed, children before their parents.
   *
   * @param look at what has to stay, with all of {@link #tried} about to go
   * @throws ImageException where some cannot be, when all others are
   */
  Need putBack(Look look) throws IOException {
    Problems problems = new Problems();
    Need need = putBack(look, problems);
    problems.throwIfAny();
    return need;
  }

  private Need putBack(Look look, Problems problems) throws IOException {
    List<Digest> childrenFirst = new ArrayList<>(tried);
    Collections.reverse(childrenFirst);
    Need need = Need.NONE;
    for (Digest digest : childrenFirst) {
      String reason = look.kept().reason(digest);
      Graph.Node node = graph.known(digest);
      boolean isUntouched = refused.containsKey(digest) && look.kept().lostTags(digest).isEmpty();
      if (reason != null && node != null && !isUntouched) {
        try {
          Need one = putBack(look, node.raw(), reason);
          need = one.compareTo(need) > 0 ? one : need;
        } catch (ImageException e) {
          problems.add(notPutBack(digest, reason, e));
        }
      }
    }
    if (need == Need.PUT_BACK) {
      report.note("something was published while this was cleaned up, so that it ended there");
    }
    return need;
  }

  private Need putBack(Look look, RawManifest manifest, String reason) throws IOException {
    Digest digest = manifest.digest();
    Set<String> tags = look.kept().lostTags(digest);
    boolean isThere = tags.isEmpty() && contents.has(digest);
    if (isThere) {
      tried.remove(digest);
    } else {
      holdings.restore(manifest, tags);
      report.restored(digest, reason);
    }
    gone.remove(digest);
    return isThere ? Need.MET : Need.PUT_BACK;
  }

  /**
   * Both, parts first: a registry may refuse an index whose parts it lacks.
   *
   * @throws ImageException where some cannot be, when all others are
   */
  void putBackAll(Look look, List<Digest> childrenFirst) throws IOException {
    Problems problems = new Problems();
    putBackWhatWasTaken(look, childrenFirst, problems);
    putBack(look, problems);
    problems.throwIfAny();
  }
}
