package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Which images are to go if nothing needs them: what was displaced, and what was left before. */
final class Candidates {
  private final Graph graph;
  private final OwnImages own;
  private final CleanupRequest request;
  private final Standing standing;
  private final CleanupReport report;
  private int keep;

  /**
   * One of them.
   *
   * @param isDisplaced by a publication of this run; it goes by age otherwise
   */
  record Candidate(Digest digest, boolean isDisplaced) {}

  Candidates(
      Graph graph, OwnImages own, CleanupRequest request, Standing standing, CleanupReport report) {
    this.graph = graph;
    this.own = own;
    this.request = request;
    this.standing = standing;
    this.report = report;
    this.keep = request.keep();
  }

  /**
   * Finds them, and reports those that are to be kept.
   *
   * @param look at the repository, by which everything listed was read
   * @return in the order in which they are to go: what was displaced, then the oldest first
   */
  List<Candidate> find(Look look) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    displaced(look).forEach(each -> candidates.add(new Candidate(each, true)));
    if (request.sweep() && look.listing().isWhole()) {
      leftBefore(look).forEach(each -> candidates.add(new Candidate(each, false)));
    }
    sayWhatIsNotListed(request, look.listing().isWhole(), report);
    return candidates;
  }

  /** Says what stays because nobody asks for it, or no list has it. */
  static void sayWhatIsNotListed(CleanupRequest request, boolean isWhole, CleanupReport report) {
    if (request.keep() == 0 && request.sweep() && !isWhole) {
      report.note(
          "this registry does not list what has no tag: what earlier publications have left there"
              + " stays until it is removed by hand");
    }
    if (request.keep() > 0 && !(request.sweep() && isWhole)) {
      report.note(
          "of the images displaced last only those of this run are known here: earlier ones that"
              + " image.cleanup.keep has kept stay until they are removed by hand");
    }
  }

  /** The newest take up the places that {@code image.cleanup.keep} gives. */
  private List<Digest> displaced(Look look) throws IOException {
    List<Digest> newestFirst = new ArrayList<>(request.displaced());
    Collections.reverse(newestFirst);
    List<Digest> going = new ArrayList<>();
    for (Digest digest : newestFirst) {
      Entry entry = look.entry(digest);
      boolean isThere =
          look.listing().isWhole()
              ? look.listing().entry(digest).isPresent()
              : graph.find(digest).isPresent();
      if (!isThere || digest.equals(request.published())) {
        continue;
      }
      String tag = standing.ownTag(entry);
      if (tag != null) {
        report.kept(digest, Kind.IMAGE, String.valueOf(look.kept().reason(digest)));
      } else if (isKept(digest)) {
        continue;
      } else {
        going.add(digest);
      }
    }
    Collections.reverse(going);
    return going;
  }

  private boolean isKept(Digest digest) {
    if (keep == 0) {
      return false;
    }
    keep--;
    report.kept(digest, Kind.IMAGE, "image.cleanup.keep=" + request.keep() + " keeps it");
    return true;
  }

  /** Untagged images of ours, old enough, that nothing which stays needs. */
  private List<Digest> leftBefore(Look look) throws IOException {
    Listing listing = look.listing();
    List<Entry> orphans = new ArrayList<>();
    for (Entry entry : orphans(listing)) {
      Graph.Node node = graph.known(entry.digest());
      if (node != null && node.links().subject() == null && own.isOurs(node)) {
        orphans.add(entry);
      }
    }
    orphans.sort(Comparator.comparing(Candidates::touched).reversed());
    List<Digest> going = new ArrayList<>();
    for (Entry entry : orphans) {
      Graph.Node node = graph.known(entry.digest());
      if (node == null || !node.links().isIndex() || !isKept(entry.digest())) {
        going.add(entry.digest());
      }
    }
    Collections.reverse(going);
    return going;
  }

  /** What is old by the registry's clock has a time. */
  private static Instant touched(Entry old) {
    return Objects.requireNonNull(old.touched());
  }

  /** Old and untagged, needed by nothing that stays, nor listed by another of them. */
  private List<Entry> orphans(Listing listing) throws IOException {
    Set<Digest> old = new HashSet<>();
    for (Entry entry : listing.entries().values()) {
      if (!entry.isTagged()
          && !standing.reasons().containsKey(entry.digest())
          && listing.isOlder(entry, request.minAge())) {
        old.add(entry.digest());
      }
    }
    KeepSet kept;
    try {
      kept = KeepSet.of(graph, listing, standing, Going.of(old), new HashSet<>());
    } catch (VanishedException e) {
      throw new CleanupException(e.getMessage() + ", is not there any more; run again", e);
    }
    old.removeIf(kept::has);
    Set<Digest> children = new HashSet<>();
    for (Digest each : old) {
      Graph.Node node = graph.known(each);
      if (node != null) {
        node.links().children().forEach(child -> children.add(child.digest()));
      }
    }
    return listing.entries().values().stream()
        .filter(entry -> old.contains(entry.digest()) && !children.contains(entry.digest()))
        .toList();
  }
}
