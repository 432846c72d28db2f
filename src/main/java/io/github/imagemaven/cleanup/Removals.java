package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
   */
  Deletion.Outcome delete(Entry entry, Kind kind, String why) throws IOException {
    Digest digest = entry.digest();
    tried.add(digest);
    Deletion deletion = holdings.delete(entry);
    switch (deletion.outcome()) {
      case DONE -> {
        gone.add(digest);
        report.deleted(digest, kind, entry.tags(), why);
      }
      case KEPT -> {
        refused.put(digest, deletion.why());
        report.kept(digest, kind, deletion.why());
      }
      case UNSUPPORTED -> {
        tried.remove(digest);
        unsupported = deletion.why();
        report.note(deletion.why());
        report.kept(digest, kind, deletion.why());
      }
    }
    return deletion.outcome();
  }

  /** What was deleted, or may have been, in that order: parents before their children. */
  Set<Digest> tried() {
    return Collections.unmodifiableSet(tried);
  }

  /** Whether anything that was deleted, or may have been, could be missed by somebody. */
  boolean isAnyMissed() {
    return !refused.keySet().containsAll(tried);
  }

  /** Why this registry deletes nothing on request; null where it does, as far as is known. */
  @Nullable String unsupported() {
    return unsupported;
  }

  boolean isGone(Digest digest) {
    return gone.contains(digest);
  }

  /** What the registry would not delete, and why. */
  Map<Digest, String> refused() {
    return Collections.unmodifiableMap(refused);
  }

  /** What a look has led to. */
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
   */
  Need putBack(Look look) throws IOException {
    List<Digest> childrenFirst = new ArrayList<>(tried);
    Collections.reverse(childrenFirst);
    Need need = Need.NONE;
    for (Digest digest : childrenFirst) {
      String reason = look.kept().reason(digest);
      Graph.Node node = graph.known(digest);
      if (reason == null || node == null || refused.containsKey(digest)) {
        continue;
      }
      if (contents.has(digest)) {
        tried.remove(digest);
        need = need == Need.NONE ? Need.MET : need;
      } else {
        holdings.restore(node.raw());
        report.restored(digest, reason);
        need = Need.PUT_BACK;
      }
      gone.remove(digest);
    }
    if (need == Need.PUT_BACK) {
      report.note("something was published while this was cleaned up, so that it ended there");
    }
    return need;
  }
}
