package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.CleanupRequest;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationPlan;
import io.github.imagemaven.publish.PublicationPlan.Action;
import io.github.imagemaven.publish.PublicationPlan.DestinationPlan;
import io.github.imagemaven.publish.PublicationPlan.TagPlan;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.release.ReleaseTags;
import io.github.imagemaven.release.Trigger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What of a module a session may clean up, by its event, its settings, and how far it has come. */
final class CleanupScope {
  private final Run run;

  CleanupScope(Run run) {
    this.run = run;
  }

  /**
   * Why nothing of a module is cleaned up, a clause; null where something may be.
   *
   * @throws io.github.imagemaven.report.ImageException where a setting is malformed
   */
  @Nullable String whyNot(MavenProject module) {
    if (!isAllowed(module)) {
      return whyNotAllowed(module);
    }
    if (repositories(module).isEmpty()) {
      return "this run publishes it to no registry";
    }
    if (isIn(module, ReactorStates.UPLOADED)) {
      return "parts of it were uploaded and no tag has moved; the run that joins them cleans up";
    }
    if (isIn(module, ReactorStates.NOTHING)) {
      return "nothing of it was published";
    }
    if (isIn(module, ReactorStates.BEGUN)) {
      return "its publication has failed";
    }
    return states(module).isEmpty() && run.modules().isPublished(module)
        ? "this goal comes before the one that publishes, so no tag has moved yet: list image:"
            + ReactorCleanup.GOAL
            + " after image:"
            + publishing(module)
        : null;
  }

  private String publishing(MavenProject module) {
    return run.modules().isReached(module, PublishingGoals.MANIFEST)
        ? PublishingGoals.MANIFEST
        : PublishingGoals.PUSH_ALL;
  }

  /**
   * Whether this run may: a push to {@code image.latestBranch}; or somebody at a desk who names the
   * goal and says that it publishes.
   */
  boolean isAllowed(MavenProject module) {
    return isForThis(module) && misspelt(module).isEmpty();
  }

  private boolean isForThis(MavenProject module) {
    ReleaseTags tags = run.releaseTags(module);
    return tags.mayCleanUp()
        || (isDesk()
            && !tags.isRelease()
            && run.settings(module).flag("publish")
            && run.modules().isNamedByHand(ReactorCleanup.GOAL));
  }

  /** Somebody may have meant to keep what else would go. */
  private List<String> misspelt(MavenProject module) {
    return UnknownSettings.of(run.settings(module), Settings.PREFIX + "cleanup");
  }

  private String whyNotAllowed(MavenProject module) {
    if (isForThis(module)) {
      return String.join("; ", misspelt(module));
    }
    ReleaseTags tags = run.releaseTags(module);
    if (tags.isRelease()) {
      return "this run releases " + tags.version() + ", and a release displaces nothing";
    }
    return isDesk()
        ? "where no CI system says what a run is for, only mvn image:"
            + ReactorCleanup.GOAL
            + " -Dimage.publish=true does"
        : "only a push to image.latestBranch does, and "
            + tags.why().replaceFirst(": the image is built and not published;.*", "");
  }

  private boolean isDesk() {
    return run.context().trigger() == Trigger.DESK;
  }

  /** Whether its content is in place, and its tags wait for other modules. */
  boolean isStaged(MavenProject module) {
    return isIn(module, ReactorStates.STAGED);
  }

  /** Whether it was only compared with its destinations. */
  boolean isCompared(MavenProject module) {
    return isIn(module, ReactorStates.COMPARED);
  }

  private boolean isIn(MavenProject module, String state) {
    return states(module).contains(state);
  }

  private List<String> states(MavenProject module) {
    return ReactorStates.all(run).stream()
        .map(each -> each.of(module))
        .filter(Objects::nonNull)
        .toList();
  }

  private List<RepositoryName> repositories(MavenProject module) {
    return Destinations.of(run, module).stream()
        .flatMap(each -> Stream.ofNullable(each.repository()))
        .toList();
  }

  /**
   * What the tags of a publication have left, by its record; where this session has published
   * nothing also what the registry lists as left by earlier ones.
   *
   * @throws io.github.imagemaven.report.ImageException where a setting, or the record, is malformed
   */
  List<CleanupRequest> requests(MavenProject module, Connections connections) throws IOException {
    boolean isAlone = states(module).isEmpty() && !isNamed(module);
    PublicationRecord record =
        isAlone
            ? EarlierPublication.of(run, module)
            : PublicationRecord.read(BuildRequests.imageDirectory(module));
    List<CleanupRequest> requests = new ArrayList<>();
    for (RepositoryName name : repositories(module)) {
      DestinationRecord destination = record == null ? null : of(record, name);
      if (destination != null || isAlone) {
        Set<Digest> displaced = destination == null ? Set.of() : displaced(destination);
        Digest published = destination == null || isAlone ? null : destination.digest();
        List<String> tags = destination == null ? List.of() : tags(destination);
        requests.add(
            request(module, connections, name, published, tags, displaced, List.of(), isAlone));
      }
    }
    return requests;
  }

  private boolean isNamed(MavenProject module) {
    return ReactorStates.all(run).stream().anyMatch(each -> each.isNamed(module));
  }

  private static @Nullable DestinationRecord of(PublicationRecord record, RepositoryName name) {
    return record.destinations().stream()
        .filter(each -> each.repository().equals(name.toString()))
        .findFirst()
        .orElse(null);
  }

  /** Those that were there before, and so are in every list. */
  private static List<String> tags(DestinationRecord destination) {
    return destination.tags().stream()
        .filter(tag -> tag.previous() != null)
        .map(TagRecord::tag)
        .toList();
  }

  private static Set<Digest> displaced(DestinationRecord destination) {
    Set<Digest> displaced = new LinkedHashSet<>();
    for (TagRecord tag : destination.tags()) {
      Digest previous = tag.previous();
      if (previous != null && !previous.equals(destination.digest())) {
        displaced.add(previous);
      }
    }
    return displaced;
  }

  /**
   * What the tags of a publication are about to leave.
   *
   * @param plan of the publication
   * @param isThere whether what it publishes is in its destinations
   */
  List<CleanupRequest> requests(
      MavenProject module, Connections connections, PublicationPlan plan, boolean isThere) {
    List<CleanupRequest> requests = new ArrayList<>();
    for (RepositoryName name : repositories(module)) {
      for (DestinationPlan destination : plan.destinations()) {
        if (destination.repository().equals(name.toString()) && destination.isPossible()) {
          Set<Digest> displaced = new LinkedHashSet<>();
          List<String> moving = new ArrayList<>();
          for (TagPlan tag : destination.tags()) {
            Digest previous = tag.previous();
            if (tag.action() == Action.MOVE && previous != null) {
              displaced.add(previous);
              moving.add(tag.tag());
            }
          }
          Digest published = isThere ? plan.digest() : null;
          requests.add(
              request(module, connections, name, published, List.of(), displaced, moving, false));
        }
      }
    }
    return requests;
  }

  private CleanupRequest request(
      MavenProject module,
      Connections connections,
      RepositoryName name,
      @Nullable Digest published,
      List<String> tags,
      Set<Digest> displaced,
      List<String> moving,
      boolean sweep) {
    Settings settings = run.settings(module);
    CleanupSettings cleanup = settings(module);
    // What is to be kept of earlier publications has to be found, and goes where it is too many.
    boolean withEarlier = sweep || cleanup.keep() > 0;
    return new CleanupRequest(
        connections.registries().destination(name),
        DestinationName.imageName(settings),
        published,
        tags,
        List.copyOf(displaced),
        moving,
        withEarlier,
        cleanup.minAge(),
        cleanup.keep());
  }

  CleanupSettings settings(MavenProject module) {
    return CleanupSettings.of(run.settings(module), run.environment());
  }
}
