package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.CleanupRequest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationPlan;
import io.github.imagemaven.publish.PublicationPlan.DestinationPlan;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.release.ReleaseTags;
import io.github.imagemaven.release.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What of a module a session may clean up, by its event, its settings, and how far it has come. */
final class CleanupScope {
  /** Less than this there may be between what a runner uploads and the run that joins it. */
  private static final Duration LEAST_AGE = Duration.ofHours(1);

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
    if (settings(module).skip()) {
      return Settings.PREFIX + "cleanup.skip is true";
    }
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
   * Whether this run may, and the module does not forbid it: a push to {@code image.latestBranch};
   * or somebody at a desk who names the goal and says that it publishes.
   */
  boolean isAllowed(MavenProject module) {
    return isForThis(module) && misspelt(module).isEmpty() && !settings(module).skip();
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
    return Stream.concat(
            UnknownSettings.of(run.settings(module)).stream(),
            run.modules().unknownElements(module).stream())
        .filter(Misspelt::isOfCleanup)
        .map(Misspelt::warning)
        .toList();
  }

  private String whyNotAllowed(MavenProject module) {
    if (isForThis(module)) {
      return String.join("; ", misspelt(module));
    }
    ReleaseTags tags = run.releaseTags(module);
    if (tags.isRelease()) {
      return "this run releases " + tags.version() + ", and a release removes nothing";
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
   * What the tags of a publication of this session have left, by its record; where it has published
   * nothing what the registries list as left by earlier ones. Then a record is one of some other
   * run, and what it says was displaced may have been taken since.
   *
   * @throws io.github.imagemaven.report.ImageException where the record is malformed
   */
  List<CleanupRequest> requests(
      MavenProject module, CleanupSettings settings, Connections connections) throws IOException {
    Map<String, LeftBehind> left = new LinkedHashMap<>();
    boolean isAlone = states(module).isEmpty() && !isNamed(module);
    if (isAlone) {
      repositories(module).forEach(each -> left.put(each.toString(), LeftBehind.NOTHING));
    } else {
      PublicationRecord.read(BuildRequests.imageDirectory(module))
          .destinations()
          .forEach(each -> left.putIfAbsent(each.repository(), LeftBehind.of(each)));
    }
    return requests(module, settings, connections, left, isAlone);
  }

  /** Whether its tags have moved in this session. */
  boolean isNamed(MavenProject module) {
    return ReactorStates.all(run).stream().anyMatch(each -> each.isNamed(module));
  }

  /**
   * What the tags of a publication are about to leave.
   *
   * @param plan of the publication
   * @param isThere whether what it publishes is in its destinations
   */
  List<CleanupRequest> requests(
      MavenProject module,
      CleanupSettings settings,
      Connections connections,
      PublicationPlan plan,
      boolean isThere) {
    Map<String, LeftBehind> left = new LinkedHashMap<>();
    for (DestinationPlan each : plan.destinations()) {
      if (each.isPossible()) {
        left.putIfAbsent(each.repository(), LeftBehind.of(each, isThere ? plan.digest() : null));
      }
    }
    return requests(module, settings, connections, left, false);
  }

  /**
   * @param left by repository
   */
  private List<CleanupRequest> requests(
      MavenProject module,
      CleanupSettings settings,
      Connections connections,
      Map<String, LeftBehind> left,
      boolean isAlone) {
    // What is to be kept of earlier ones has to be found, and goes where it is too many.
    boolean isSweep = isAlone || settings.keep() > 0;
    if (isSweep && settings.minAge().compareTo(LEAST_AGE) < 0) {
      String warning =
          "image.cleanup.minAge is "
              + run.settings(module).text("cleanup.minAge")
              + ", so that what the runners of another run have just uploaded, and nobody has"
              + " joined yet, may be deleted, and their image is then incomplete: set it to more"
              + " than a whole run takes, such as 1d";
      new Said(run.shared("image.warned")).say(warning, () -> run.log().warn(warning));
    }
    List<CleanupRequest> requests = new ArrayList<>();
    for (RepositoryName name : repositories(module)) {
      LeftBehind here = left.get(name.toString());
      if (here != null) {
        requests.add(
            new CleanupRequest(
                connections.registries().destination(name),
                DestinationName.imageName(run.settings(module)),
                here.published(),
                here.tags(),
                List.copyOf(here.displaced()),
                here.moving(),
                isSweep,
                settings.minAge(),
                settings.keep()));
      }
    }
    return requests;
  }

  CleanupSettings settings(MavenProject module) {
    return CleanupSettings.of(run.settings(module), run.environment());
  }
}
