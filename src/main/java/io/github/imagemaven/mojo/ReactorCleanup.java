package io.github.imagemaven.mojo;

import io.github.imagemaven.cleanup.CleanupException;
import io.github.imagemaven.publish.PublicationPlan;
import io.github.imagemaven.report.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;

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
    if (!run.shared(CLEANED).containsKey(module.getId())) {
      String failure = new ModuleCleanup(run, module, scope.settings(module)).forget();
      if (failure != null) {
        warn(failure); // and no more: tags have to move yet
      }
    }
    String whyNot = scope.whyNot(module);
    if (whyNot != null) {
      run.log().info("Nothing of " + module.getArtifactId() + " is cleaned up: " + whyNot);
      return;
    }
    synchronized (states) { // whoever moves the tags looks here when they have moved
      if (scope.isStaged(module) && isDone(module)) {
        return; // before its tags, which are about to move
      }
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
      try (CleanupStop stop = CleanupStop.install(run.log())) {
        cleanUp(module, (settings, open) -> scope.requests(module, settings, open), stop);
      }
      throwFailures(List.of(module));
    }
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
    try (CleanupStop stop = CleanupStop.install(run.log())) {
      for (MavenProject module : waiting) {
        cleanUp(module, (settings, open) -> scope.requests(module, settings, open), stop);
      }
      if (!failures.isEmpty()) {
        cleanUpWhoeverDoesNotCome(waiting, stop);
      }
    }
    throwFailures(Stream.concat(run.session().getProjects().stream(), resumed.stream()).toList());
  }

  /**
   * What failed is thrown in the goal that has moved the tags, and its module does not come to this
   * one then.
   */
  private void cleanUpWhoeverDoesNotCome(List<MavenProject> cleaned, CleanupStop stop) {
    for (MavenProject module : run.modules().running(GOAL)) {
      boolean isCleaned =
          cleaned.contains(module) || run.shared(CLEANED).containsKey(module.getId());
      if (!isCleaned
          && scope.isNamed(module)
          && scope.whyNot(module) == null
          && states.putIfAbsent(module.getId(), DONE) == null) {
        cleanUp(module, (settings, open) -> scope.requests(module, settings, open), stop);
      }
    }
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
    try (CleanupStop stop = CleanupStop.install(run.log())) {
      cleanUp(module, (settings, open) -> scope.requests(module, settings, open, plan, true), stop);
      String failure = failures.get(module.getId());
      if (failure != null && !stop.isRequested()) {
        warn(failure);
      }
    }
    states.put(module.getId(), DONE);
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

  private void cleanUp(MavenProject module, ModuleCleanup.Requests requests, CleanupStop stop) {
    CleanupSettings settings = scope.settings(module);
    String failure = new ModuleCleanup(run, module, settings).clean(requests, stop);
    if (failure != null && settings.failOnError()) {
      failures.put(module.getId(), failure);
    }
    if (failure != null && (!settings.failOnError() || stop.isRequested())) {
      warn(failure); // the JVM does not wait for whoever else would report it
    }
  }

  /** Says what {@link #cleanUp} would do. */
  private void plan(MavenProject module, ModuleCleanup.Requests requests) throws IOException {
    CleanupSettings settings = scope.settings(module);
    String failure = new ModuleCleanup(run, module, settings).plan(requests);
    if (failure != null && settings.failOnError()) {
      throw new CleanupException(failure, null);
    }
    if (failure != null) {
      warn(failure);
    }
  }

  private void warn(String failure) {
    run.log().warn(Code.CLEANUP + ": " + failure);
  }
}
