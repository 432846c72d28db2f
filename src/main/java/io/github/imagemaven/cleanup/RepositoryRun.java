package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.Candidates.Candidate;
import io.github.imagemaven.cleanup.KeepSet.Standing;
import io.github.imagemaven.cleanup.Looks.Look;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clean-up of one repository. */
final class RepositoryRun {
  /** Before the image goes, before its children and its referrers, and at the end. */
  private static final int LOOKS = 4;

  private final CleanupRequest request;
  private final Holdings holdings;
  private final Contents contents;
  private final Graph graph;
  private final Looks looks;
  private final CleanupReport report;
  private final Removals removals;
  private final Map<Digest, String> stays = new LinkedHashMap<>();

  RepositoryRun(
      CleanupRequest request, Holdings holdings, Contents contents, CleanupReport report) {
    this.request = request;
    this.holdings = holdings;
    this.contents = contents;
    this.report = report;
    this.graph = new Graph(contents);
    this.looks = new Looks(holdings, graph, request.tags());
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
    }
    return report.result();
  }

  private void clean() throws IOException {
    requirePublished();
    request.displaced().forEach(each -> stays.put(each, "it was displaced, and nothing took it"));
    if (request.published() != null) {
      stays.put(request.published(), "it was just published");
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
    // One that is a part of another has fewer parts, and goes after it.
    removables.sort(Comparator.comparing(each -> -each.closure().members().size()));
    List<ImageClosure> gone = new ArrayList<>();
    for (Removable each : removables) {
      if (!remove(each.candidate(), each.closure())) {
        return;
      }
      if (each.candidate().isDisplaced() && removals.isGone(each.candidate().digest())) {
        gone.add(each.closure());
      }
    }
    if (gone.size() > 1) {
      // What one of them shared with another that was still there.
      removal(ImageClosure.union(gone), null, "displaced by this publication").run();
    }
  }

  private record Removable(Candidate candidate, ImageClosure closure) {}

  private boolean remove(Candidate candidate, ImageClosure closure) throws IOException {
    String displaced = stays.remove(candidate.digest());
    boolean goesOn =
        candidate.isDisplaced()
            ? removal(closure, null, "displaced by this publication").run()
            : removal(closure, request.minAge(), "no tag names it any more").run();
    if (displaced != null && !removals.isGone(candidate.digest())) {
      stays.put(candidate.digest(), displaced);
    }
    return goesOn;
  }

  private ImageRemoval removal(ImageClosure closure, @Nullable Duration minAge, String why) {
    return new ImageRemoval(looks, removals, report, closure, standing(), minAge, why);
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
    holdings.checkBudget(LOOKS * images + 1, listing.entries().size() + LOOKS * images, images);
  }

  private void requireBudget(List<Removable> removables) {
    Set<Digest> members = new HashSet<>();
    removables.forEach(each -> members.addAll(each.closure().members().keySet()));
    if (!members.isEmpty()) {
      // Each look may find one publication, which is read, and is followed by another look.
      int lists = 2 * LOOKS * (removables.size() + 1);
      holdings.checkBudget(lists, lists, members.size());
    }
  }
}
