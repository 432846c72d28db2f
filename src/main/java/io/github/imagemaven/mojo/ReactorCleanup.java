package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.Cleanup;
import io.github.imagemaven.cleanup.CleanupException;
import io.github.imagemaven.cleanup.CleanupRecord;
import io.github.imagemaven.cleanup.CleanupRequest;
import io.github.imagemaven.cleanup.RepositoryCleanup;
import io.github.imagemaven.publish.PublicationPlan;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The clean-ups of a session's modules: of each when the last tag has moved, whichever of its goals
 * comes last; or, with {@code image.cleanup.order=before}, when all content is in place and no tag
 * has moved.
 */
final class ReactorCleanup {
  /** The goal. */
  static final String GOAL = "cleanup-latest";

  /** Under this key modules share which of them have a record of this session. */
  static final String CLEANED = "image.cleaned";

  private static final String WAITING = "waiting";
  private static final String DONE = "done";

  private final Run run;
  private final CleanupScope scope;
  private final ConcurrentMap<String, String> states;
  private final ConcurrentMap<String, String> failures;

  ReactorCleanup(Run run) {
    this.run = run;
    this.scope = new CleanupScope(run);
    this.states = run.shared("image.cleanups");
    this.failures = run.shared("image.cleanups.failed");
  }

  /**
   * A module has come to its goal: it is cleaned up, or is when all tags have moved.
   *
   * @throws io.github.imagemaven.report.ImageException where a setting is malformed, or the
   *     clean-up fails and that is to fail the build
   */
  void come(MavenProject module) throws IOException {
    forget(module);
    String whyNot = scope.whyNot(module);
    if (whyNot != null) {
      run.log().info("Nothing of " + module.getArtifactId() + " is cleaned up: " + whyNot);
      return;
    }
    synchronized (states) { // whoever moves the tags looks here when they have moved
      if (scope.isStaged(module)) {
        states.put(module.getId(), WAITING);
        run.log()
            .info(module.getArtifactId() + " is cleaned up when every module's tags have moved");
        return;
      }
    }
    if (isDone(module) || scope.isCompared(module)) {
      throwFailures(List.of(module));
      run.log().debug("The clean-up of " + module.getArtifactId() + " was said above");
    } else if (DryRun.isOne(run.settings(module))) {
      plan(module, (settings, open) -> scope.requests(module, settings, open));
    } else {
      cleanUp(module, (settings, open) -> scope.requests(module, settings, open));
      throwFailures(List.of(module));
    }
  }

  /** Removes the record of an earlier run, which says nothing of this one. */
  private void forget(MavenProject module) {
    if (run.shared(CLEANED).containsKey(module.getId())) {
      return;
    }
    Path record = BuildRequests.imageDirectory(module).resolve(CleanupRecord.FILE);
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      String failure =
          "the record of an earlier clean-up cannot be removed, and says nothing of this run: "
              + record
              + ": "
              + e;
      if (scope.settings(module).failOnError()) {
        throw new CleanupException(failure, e);
      }
      warn(failure);
    }
  }

  private void warn(String failure) {
    run.log().warn(Code.CLEANUP + ": " + failure);
  }

  /**
   * All tags have moved. Each module is cleaned up, whether or not the one before it could be.
   *
   * @param resumed modules of them that an earlier session got through
   */
  void named(List<MavenProject> resumed) throws IOException {
    List<MavenProject> waiting = new ArrayList<>();
    synchronized (states) {
      for (MavenProject module : run.session().getProjects()) {
        if (states.remove(module.getId(), WAITING)) {
          waiting.add(module);
        }
      }
    }
    List<MavenProject> withGoal = run.modules().resumedPast(GOAL);
    for (MavenProject module : resumed) {
      if (withGoal.contains(module) && !isDone(module) && scope.whyNot(module) == null) {
        waiting.add(module);
      }
    }
    for (MavenProject module : waiting) {
      cleanUp(module, (settings, open) -> scope.requests(module, settings, open));
    }
    throwFailures(run.session().getProjects());
  }

  /** Those that are to fail the build; after clean-ups before the tags, when these have moved. */
  private void throwFailures(List<MavenProject> modules) {
    List<String> messages =
        modules.stream()
            .map(each -> failures.remove(each.getId()))
            .filter(Objects::nonNull)
            .toList();
    if (!messages.isEmpty()) {
      throw new CleanupException(String.join("\n", messages), null);
    }
  }

  /** Whether a module is to be cleaned up before its tags move. */
  boolean isBefore(MavenProject module) {
    return hasGoal(module) && scope.settings(module).before() && scope.isAllowed(module);
  }

  private boolean hasGoal(MavenProject module) {
    return run.modules().running(GOAL).contains(module)
        || run.modules().resumedPast(GOAL).contains(module);
  }

  /**
   * Cleans up what a module's tags are about to leave. What fails is said, and thrown by {@link
   * #named} or {@link #come} when the tags have moved, if they do: what is left of the old image is
   * of no use to anybody.
   *
   * @param plan which these are, looked at just now
   */
  void before(MavenProject module, PublicationPlan plan) {
    cleanUp(module, (settings, open) -> scope.requests(module, settings, open, plan, true));
    states.put(module.getId(), DONE);
    String failure = failures.get(module.getId());
    if (failure != null) {
      warn(failure);
    }
  }

  /**
   * Says what a clean-up would do behind a publication that was only looked at, where the module
   * has this goal.
   *
   * @param plan of the publication
   */
  void compared(MavenProject module, PublicationPlan plan) throws IOException {
    if (hasGoal(module) && scope.isAllowed(module)) {
      plan(module, (settings, open) -> scope.requests(module, settings, open, plan, false));
    }
  }

  private boolean isDone(MavenProject module) {
    return DONE.equals(states.get(module.getId()));
  }

  private interface Requests {
    List<CleanupRequest> of(CleanupSettings settings, Connections open) throws IOException;
  }

  /** Whatever fails is noted and not thrown: tags may have to move yet, and others wait. */
  private void cleanUp(MavenProject module, Requests requests) {
    CleanupSettings settings = scope.settings(module);
    String failure;
    try {
      List<RepositoryCleanup> done = run(module, settings, requests, Cleanup::run);
      failure = record(module, new CleanupRecord(imageName(module), false, done));
    } catch (ImageException e) {
      failure = unfinished(module, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      failure = unfinished(module, e.toString());
    }
    if (failure != null && settings.failOnError()) {
      failures.put(module.getId(), failure);
    } else if (failure != null) {
      warn(failure);
    }
  }

  private static String unfinished(MavenProject module, String why) {
    return "the clean-up of "
        + module.getArtifactId()
        + " was not finished, which does not touch what was published:\n"
        + why;
  }

  /** Says what {@link #cleanUp} would do. */
  private void plan(MavenProject module, Requests requests) throws IOException {
    CleanupSettings settings = scope.settings(module);
    List<RepositoryCleanup> planned = run(module, settings, requests, Cleanup::plan);
    String failure = record(module, new CleanupRecord(imageName(module), true, planned));
    if (failure != null && settings.failOnError()) {
      throw new CleanupException(failure, null);
    }
    if (failure != null) {
      warn(failure);
    }
  }

  private interface Step {
    RepositoryCleanup of(Cleanup cleanup, CleanupRequest request) throws IOException;
  }

  private List<RepositoryCleanup> run(
      MavenProject module, CleanupSettings settings, Requests requests, Step step)
      throws IOException {
    List<RepositoryCleanup> results = new ArrayList<>();
    try (ModuleConnections open = new ModuleConnections(run)) {
      Connections connections = open.of(module);
      Cleanup cleanup = new Cleanup(connections.registries(), settings.vendors(), run.log());
      for (CleanupRequest request : requests.of(settings, connections)) {
        results.add(step.of(cleanup, request));
      }
    }
    return results;
  }

  private String imageName(MavenProject module) {
    return DestinationName.imageName(run.settings(module));
  }

  /** Says it, and what failed of it; null where nothing did. */
  private @Nullable String record(MavenProject module, CleanupRecord record) throws IOException {
    record.write(BuildRequests.imageDirectory(module));
    run.<String>shared(CLEANED).put(module.getId(), "");
    run.say(CleanupLines.of(record));
    return record.hasFailed()
        ? unfinished(
            module,
            record.repositories().stream()
                .filter(each -> each.failure() != null)
                .map(each -> each.repository() + ": " + each.failure())
                .collect(Collectors.joining("\n")))
        : null;
  }
}
