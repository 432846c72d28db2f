package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.ContainerfileBuilder;
import io.github.imagemaven.build.Content;
import io.github.imagemaven.build.RequestCheck;
import io.github.imagemaven.ci.RunnerMatrix;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.release.ReleaseTags;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;

/**
 * Checks every module of the session before the first of them is compiled: Maven finishes one
 * module before it validates the next.
 *
 * <p>A setting may name a property that a plugin sets when its module's turn comes. Such a module
 * passes the session's check as far as it can be judged, whichever module comes first, and is
 * checked again, whole, by its own {@code validate-tag}, or whichever goal of ours comes first in
 * it.
 */
final class SessionCheck {
  private static final String CHECKED = "image.checked";
  private static final String DEFERRED = "image.deferred";

  private final Run run;

  SessionCheck(Run run) {
    this.run = run;
  }

  /**
   * Checks all modules, once a session, and the module at hand again where it could not be judged
   * then.
   *
   * @throws ImageException naming every setting that cannot be used and its modules, else every
   *     host that does not take our push
   */
  void check(MavenProject module) {
    once();
    checkLate(module);
  }

  /**
   * Checks a module again where it could not be judged before: also by goals that come when its
   * plugins have set their properties, since its POM need not have {@code validate-tag}.
   *
   * @throws ImageException as {@link #check(MavenProject)}
   */
  void checkLate(MavenProject module) {
    if (run.shared(DEFERRED).remove(module.getId()) != null) {
      check(List.of(module), false);
    }
  }

  /** Whoever comes second waits, and fails as the first did. */
  private void once() {
    ConcurrentMap<String, String> outcome = run.shared(CHECKED);
    synchronized (outcome) {
      String code = outcome.get("code");
      if (code != null) {
        throw new SessionProblems.Found(Code.valueOf(code), String.valueOf(outcome.get("message")));
      }
      if (outcome.putIfAbsent("done", "") == null) {
        try {
          check(run.modules().checked(), true);
        } catch (ImageException e) {
          outcome.put("code", e.code().name());
          outcome.put("message", e.getMessage());
          throw e;
        }
      }
    }
  }

  /**
   * @param isEarly whether plugins of these modules may have properties to set
   */
  private void check(List<MavenProject> modules, boolean isEarly) {
    List<MavenProject> all = run.modules().checked();
    SessionProblems problems = new SessionProblems(all.size() > 1);
    Map<RepositoryName, MavenProject> repositories = new LinkedHashMap<>();
    for (MavenProject module : modules) {
      Problems found = new Problems();
      List<RepositoryName> ofModule = repositories(module, found);
      if (isEarly && isUndecided(found)) {
        run.<String>shared(DEFERRED).put(module.getId(), "");
        problems.add(name(module, all), decided(found));
      } else {
        problems.add(name(module, all), found);
        ofModule.forEach(each -> repositories.putIfAbsent(each, module));
      }
    }
    problems.throwIfAny();
    new PushRights(run).check(repositories);
  }

  private static boolean isUndecided(Problems found) {
    return found.all().stream().anyMatch(SessionCheck::mayCome);
  }

  private static boolean mayCome(ImageException problem) {
    return problem instanceof UnknownPropertyException unknown && unknown.mayCome();
  }

  private static Problems decided(Problems found) {
    Problems decided = new Problems();
    found.all().stream().filter(problem -> !mayCome(problem)).forEach(decided::add);
    return decided;
  }

  /** The artifactId, where it tells which module is meant; else as much as tells. */
  private static String name(MavenProject module, List<MavenProject> modules) {
    String name = module.getArtifactId();
    List<MavenProject> alike =
        modules.stream().filter(each -> each.getArtifactId().equals(name)).toList();
    if (alike.size() == 1) {
      return name;
    }
    String group = module.getGroupId();
    boolean versions = alike.stream().filter(each -> each.getGroupId().equals(group)).count() > 1;
    return group + ":" + name + (versions ? ":" + module.getVersion() : "");
  }

  /** Checks one module; answers the repositories it would push to. */
  private List<RepositoryName> repositories(MavenProject module, Problems problems) {
    Settings settings = problems.orNull(() -> run.settings(module));
    if (settings == null) {
      return List.of();
    }
    if (problems.orElse(settings::isCheckSkipped, false)) {
      return List.of();
    }
    Remarks remarks = new Remarks(run);
    remarks.onSpelling(module, settings);
    String noImage = problems.orNull(() -> NoImage.reason(settings, module));
    if (noImage != null || !NoImage.isPossible(settings, module) || isUndecided(problems)) {
      return List.of();
    }
    problems.attempt(() -> remarks.onValues(module, settings));
    run.modules().checkBuildIsUnbound(module, problems);
    problems.attempt(() -> settings.oneOf("load", "auto", "docker", "podman", "none"));
    PlatformSettings platforms = SessionPlatforms.of(run, module, problems);
    if (platforms.isNothingHere() && !run.modules().isReached(module, PublishingGoals.MANIFEST)) {
      return List.of();
    }
    Content planned = Contents.planned(settings, module, run.session(), problems);
    Content content = problems.orElse(() -> StepCache.allowed(run, module, planned), planned);
    Commit commit = run.commit(module); // asked now, before the build changes any file
    BuildRequest request =
        BuildRequests.of(settings, module, platforms, content, commit, null, problems);
    RequestCheck.check(request, problems);
    if (isBuiltForCertain(module)) {
      problems.attempt(() -> Offline.checkBase(run.session(), request));
      problems.attempt(() -> ContainerfileBuilder.check(request, run.engines()));
    }
    ReleaseTags tags = problems.orNull(() -> run.releaseTags(module));
    problems.attempt(() -> run.options(settings));
    problems.attempt(() -> Mirror.of(settings));
    problems.attempt(() -> settings.flag("publishAtEnd"));
    problems.attempt(() -> settings.flag("checkPush"));
    problems.attempt(() -> CleanupSettings.of(settings, run.environment()));
    problems.attempt(() -> DryRun.isOne(settings));
    problems.attempt(() -> RunnerMatrix.of(List.of(), String.join(",", settings.list("runners"))));
    if (Desk.isSession(run)) {
      return List.of(); // it publishes nothing, and asks nobody for anything
    }
    List<DestinationName> destinations =
        problems.orElse(
            () -> destinations(settings, module, tags != null && tags.mayPublish()), List.of());
    if (isDestinationNeeded(module)) {
      problems.attempt(() -> Offline.checkDestinations(run.session(), destinations));
    }
    if (tags != null
        && NoImage.isCertain(settings, module)
        && run.modules().isToBePublished(module)) {
      problems.attempt(() -> TakenNames.of(run).take(module, settings, tags.tags(), destinations));
    }
    return destinations.stream()
        .filter(destination -> !destination.optional())
        .flatMap(destination -> Stream.ofNullable(destination.repository()))
        .toList();
  }

  private List<DestinationName> destinations(
      Settings settings, MavenProject module, boolean mayPublish) {
    boolean isReached = run.modules().isPublished(module);
    return Destinations.areSet(settings) || isDestinationNeeded(module)
        ? Destinations.toPublish(settings, module, mayPublish, isReached)
        : List.of();
  }

  /**
   * A library needs no destination, nor does who does not publish. Where it is not plain yet that
   * the module has an image, {@code build-multiarch} asks.
   */
  private boolean isDestinationNeeded(MavenProject module) {
    return run.modules().isPublished(module) && run.isImageCertain(module);
  }

  /** Of a library nobody asks for its base; of others {@code build-multiarch} does. */
  private boolean isBuiltForCertain(MavenProject module) {
    return (run.modules().isReached(module, "build-multiarch") || Desk.isSession(run))
        && run.isImageCertain(module);
  }
}
