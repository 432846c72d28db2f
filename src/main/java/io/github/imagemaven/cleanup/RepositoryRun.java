package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.Candidates.Candidate;
import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The clean-up of one repository. */
final class RepositoryRun {
  /** The first, and the last two, where what images have left goes upon the first of these. */
  private static final int OTHER_LOOKS = 3;

  private final CleanupRequest request;
  private final Holdings holdings;
  private final Contents contents;
  private final Graph graph;
  private final Looks looks;
  private final CleanupReport report;
  private final Removals removals;
  private final Map<Digest, Part> parts = new HashMap<>();
  private final List<Removable> begun = new ArrayList<>();
  private final Map<Digest, String> stays = new LinkedHashMap<>();

  RepositoryRun(
      CleanupRequest request,
      Holdings holdings,
      Contents contents,
      LongSupplier nanos,
      Runnable pause,
      CleanupReport report) {
    this.request = request;
    this.holdings = holdings;
    this.contents = contents;
    this.report = report;
    this.graph = new Graph(contents);
    this.looks = new Looks(holdings, contents, graph, nanos, pause, request.tags());
    this.removals = new Removals(holdings, contents, graph, report);
  }

  /** Does it; what fails is in the result. */
  RepositoryCleanup run() {
    try {
      if (!request.displaced().isEmpty() || request.sweep()) {
        clean();
      }
    } catch (ImageException | IOException e) {
      report.failure(String.valueOf(e.getMessage()));
      lookAfter();
    }
    return report.result();
  }

  private void clean() throws IOException {
    requirePublished();
    request.displaced().forEach(each -> stays.put(each, "it was displaced, and nothing took it"));
    if (request.published() != null) {
      stays.put(request.published(), "it was just published");
    }
    if (!holdings.listsUntagged() && !isAnyThere()) {
      Candidates.sayWhatIsNotListed(request, false, report);
      return; // whatever its tags are, there is nothing that could go
    }
    Look first = looks.first(standing(), this::requireReads);
    stays.keySet().removeIf(each -> graph.known(each) == null); // gone before, or never here
    List<Candidate> candidates =
        new Candidates(
                graph, new OwnImages(graph, contents, request.image()), request, standing(), report)
            .find(first);
    List<Removable> removables = new ArrayList<>();
    for (Candidate candidate : candidates) {
      removables.add(
          new Removable(
              candidate, ImageClosure.of(graph, contents, first.listing(), candidate.digest())));
    }
    requireBudget(removables);
    findParts(first.listing(), removables);
    // One that is a part of another has fewer parts, and goes after it.
    removables.sort(Comparator.comparing(each -> -each.closure().members().size()));
    if (!removables.isEmpty()) {
      remove(removables);
    }
  }

  private void findParts(Listing listing, List<Removable> removables) {
    Digest published = request.published();
    Entry now = published == null ? null : listing.entry(published).orElse(null);
    for (boolean displaced : new boolean[] {true, false}) {
      List<Digest> images =
          removables.stream()
              .map(Removable::candidate)
              .filter(each -> each.isDisplaced() == displaced)
              .map(Candidate::digest)
              .toList();
      Instant since = now == null || !displaced ? null : now.touched();
      Part.of(graph, listing, images, since, request.minAge())
          .forEach((digest, part) -> parts.merge(digest, part, Part::later));
    }
  }

  private record Removable(Candidate candidate, ImageClosure closure) {}

  private boolean isAnyThere() throws IOException {
    boolean isAny = false;
    for (Digest each : request.displaced()) {
      isAny |= graph.find(each).isPresent();
    }
    return isAny;
  }

  private void remove(List<Removable> removables) throws IOException {
    boolean goesOn = true;
    for (Removable each : removables) {
      if (goesOn) {
        begun.add(each);
        goesOn = remove(each);
      } else if (removals.unsupported() != null) {
        report.kept(each.candidate().digest(), Kind.IMAGE, removals.unsupported());
      }
    }
    if (removals.isAnyMissed() && goesOn) {
      begun.forEach(each -> stays.remove(each.candidate().digest()));
      removal(begun).finish();
    } else if (removals.isAnyMissed()) {
      removal(begun).lookAfter();
    }
  }

  /** The others that were displaced stay while it goes, as no list has them. */
  private boolean remove(Removable removable) throws IOException {
    Digest digest = removable.candidate().digest();
    String displaced = stays.remove(digest);
    boolean goesOn = removal(List.of(removable)).run();
    if (displaced != null && !removals.isGone(digest)) {
      stays.put(digest, displaced);
    }
    return goesOn;
  }

  /** After a failure nothing more goes, but what went may have come to be needed. */
  private void lookAfter() {
    if (!removals.isAnyMissed()) {
      return;
    }
    try {
      removal(begun).lookAfter();
    } catch (ImageException | IOException e) {
      report.failure(
          "After that it could not be seen whether anything has come to need what was deleted; if"
              + " something was published here at the same time, publish it again. What was met"
              + " then: "
              + report.withoutName(String.valueOf(e.getMessage())));
    }
  }

  private ImageRemoval removal(List<Removable> removables) {
    Set<Digest> byAge = new HashSet<>();
    Set<Digest> displaced = new HashSet<>();
    for (Removable each : removables) {
      (each.candidate().isDisplaced() ? displaced : byAge)
          .addAll(each.closure().members().keySet());
    }
    byAge.removeAll(displaced);
    ImageClosure closure = ImageClosure.union(removables.stream().map(Removable::closure).toList());
    return new ImageRemoval(
        looks,
        removals,
        report,
        closure,
        standing(),
        new Going(
            closure.members().keySet(),
            closure.standingSubjects(),
            byAge,
            byAge.isEmpty() ? null : request.minAge(),
            parts,
            Map.of()));
  }

  private Standing standing() {
    return new Standing(
        new LinkedHashMap<>(stays), Set.copyOf(request.displaced()), Set.copyOf(request.moving()));
  }

  /** The new image stands here, with all its children, or nothing of the old one goes. */
  private void requirePublished() throws IOException {
    Digest published = request.published();
    if (published == null) {
      return;
    }
    List<Digest> indexes = new ArrayList<>(List.of(published));
    Set<Digest> seen = new HashSet<>(indexes);
    for (int i = 0; i < indexes.size(); i++) {
      Graph.Node node = graph.find(indexes.get(i)).orElseThrow(() -> incomplete(published));
      for (Links.Child child : node.links().children()) {
        if (child.isManifest() && !contents.has(child.digest())) {
          throw incomplete(published);
        }
        if (!child.isManifest() && seen.add(child.digest())) {
          indexes.add(child.digest());
        }
      }
    }
  }

  private static CleanupException incomplete(Digest published) {
    return new CleanupException(
        "the image that was published, "
            + published
            + ", is not there in full, so that nothing of the one before is deleted;"
            + " unless a newer run has published since, run image:push-all again",
        null);
  }

  /** Before all that is listed is read: nobody's limit is to be used up for nothing. */
  private void requireReads(Listing listing) {
    int images = request.displaced().size();
    int lists = images + OTHER_LOOKS;
    holdings.checkBudget(lists, listing.entries().size() + lists, images);
  }

  private void requireBudget(List<Removable> removables) {
    Set<Digest> members = new HashSet<>();
    removables.forEach(each -> members.addAll(each.closure().members().keySet()));
    if (!members.isEmpty()) {
      // Each look may find one publication, which is read, and is followed by another look.
      int lists = 2 * (removables.size() + OTHER_LOOKS);
      holdings.checkBudget(lists, lists, members.size());
    }
  }
}
