package io.github.imagemaven.mojo;

import io.github.imagemaven.ci.ImageReport;
import io.github.imagemaven.ci.RunReport;
import io.github.imagemaven.ci.RunnerMatrix;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What the CI system is told of a session: outputs when all is checked and nothing is built, and
 * again, with a summary for people, when the session ends. All modules together, since one file has
 * the outputs of a step; whichever module comes first or last, and whatever has failed.
 */
final class RunReports {
  private static final String WATCHED = "image.reports";
  private static final String STATE = "image.report";
  private static final String PLANNED = "planned";
  private static final String UNKNOWN = "unknown:";
  private static final String FAILURE = "failure";

  private final Run run;
  private final ImageReports reports;
  private final List<ReactorStates> published;
  private final ConcurrentMap<String, String> state;

  RunReports(Run run) {
    this.run = run;
    this.reports = new ImageReports(run);
    this.published = ReactorStates.all(run);
    this.state = run.shared(STATE);
  }

  private interface Fact {
    @Nullable ImageReport get() throws IOException;
  }

  /** Waits for the session's end; called by every goal, since any may be the only one. */
  void begin() {
    if (isHeard()) {
      SessionListener.atEnd(run.session(), run.shared(WATCHED), WATCHED, this::end);
    }
  }

  private boolean isHeard() {
    return run.ci().context().isPresent();
  }

  /** Shows a failure, and remembers the first for the summary. */
  void failed(ImageException failure) {
    state.putIfAbsent(FAILURE, failure.code() + ": " + failure.getMessage());
    run.announcements().failure(failure);
  }

  /**
   * Hands on what is known before anything is compiled, when the session's check has passed, and
   * again when a module has come that could not be judged then.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where two modules name different
   *     runners for one platform
   */
  void planned(MavenProject module) {
    if (!isHeard()) {
      return;
    }
    synchronized (state) {
      boolean isFirst = state.putIfAbsent(PLANNED, "") == null;
      if (isFirst || state.remove(UNKNOWN + module.getId()) != null) {
        run.ci().writeOutputs(plan());
      }
    }
  }

  private RunReport plan() {
    List<ImageReport> images = new ArrayList<>();
    List<ImageReport> certain = new ArrayList<>();
    Set<Platform> platforms = new LinkedHashSet<>();
    Set<String> runners = new LinkedHashSet<>();
    List<MavenProject> modules = new ArrayList<>();
    for (MavenProject module : run.modules().checked()) {
      ImageReport image = expected(module);
      if (image != null) {
        images.add(image);
        modules.add(module);
        platforms.addAll(reports.platforms(module));
        runners.addAll(run.settings(module).list("runners"));
        if (run.isImageCertain(module)) {
          certain.add(image);
        }
      }
    }
    return new RunReport(
        why(),
        certain.isEmpty() ? images : certain, // what is a library is known when it is compiled
        RunnerMatrix.of(platforms, String.join(",", runners)),
        CommonBase.of(run, modules, waiting -> state.put(UNKNOWN + waiting.getId(), "")));
  }

  /** The image that the module is going to have, if it is one that gets one. */
  private @Nullable ImageReport expected(MavenProject module) {
    return get(module, () -> hasImage(module) ? reports.planned(module) : null);
  }

  private boolean hasImage(MavenProject module) {
    Settings settings = run.settings(module);
    return NoImage.isPossible(settings, module) && NoImage.reason(settings, module) == null;
  }

  /** Null where there is none, and where a setting waits for a plugin to set its property. */
  private @Nullable ImageReport get(MavenProject module, Fact fact) {
    try {
      return fact.get();
    } catch (IOException | ImageException e) {
      state.put(UNKNOWN + module.getId(), "");
      run.log().debug("Not reported of " + module.getArtifactId() + ": " + e.getMessage());
      return null;
    }
  }

  /** Nothing in it fails a run: all is built and published by now, or it has failed before. */
  private void end() {
    try {
      Map<MavenProject, ImageReport> missing = missing();
      List<ImageReport> images = images(missing);
      boolean isFailed = run.session().getResult().hasExceptions();
      if (hasBegun() || state.containsKey(FAILURE) || (isFailed && !missing.isEmpty())) {
        RunReport report = new RunReport(why() + whatFailed(isFailed), images);
        if (!images.isEmpty() || !state.containsKey(PLANNED)) { // the plan says more than nothing
          run.ci().writeOutputs(report);
        }
        run.ci().writeSummary(report);
      }
    } catch (RuntimeException e) {
      run.log().warn("Outputs and summary of this run were not written: " + e);
    }
  }

  /** What was expected and has not been built: of each module with an image, for all we know. */
  private Map<MavenProject, ImageReport> missing() {
    Map<MavenProject, ImageReport> missing = new HashMap<>();
    for (MavenProject module : run.modules().checked()) {
      if (!hasCome(module) && run.state(module).whyNoImage() == null) {
        ImageReport image = expected(module);
        if (image != null) {
          missing.put(module, image);
        }
      }
    }
    return missing;
  }

  private List<ImageReport> images(Map<MavenProject, ImageReport> missing) {
    List<ImageReport> images = new ArrayList<>();
    for (MavenProject module : modules()) {
      ImageReport image = get(module, () -> atEnd(module, missing.get(module)));
      if (image != null) {
        images.add(image);
      }
    }
    return images;
  }

  private List<MavenProject> modules() {
    return Stream.concat(
            PublishingGoals.ALL.stream()
                .flatMap(goal -> run.modules().resumedPast(goal).stream())
                .distinct()
                .filter(this::isNamed),
            run.session().getProjects().stream())
        .toList();
  }

  private @Nullable ImageReport atEnd(MavenProject module, @Nullable ImageReport missing)
      throws IOException {
    if (isNamed(module)) {
      return reports.published(module);
    }
    if (isMade(module)) {
      return reports.built(module);
    }
    if (isJoined(module)) { // here nothing was built of it
      return reports.planned(module);
    }
    return missing != null && run.isImageCertain(module) ? missing : null;
  }

  private boolean isMade(MavenProject module) {
    return run.state(module).isBuilt()
        || ReactorStates.of(run, PublishingGoals.PUSH_ALL).isBegun(module);
  }

  private boolean isJoined(MavenProject module) {
    return ReactorStates.of(run, PublishingGoals.MANIFEST).isBegun(module);
  }

  private boolean isNamed(MavenProject module) {
    return published.stream().anyMatch(each -> each.isNamed(module));
  }

  /** Whether the session came further than its checks. */
  private boolean hasBegun() {
    return modules().stream().anyMatch(this::hasCome);
  }

  private boolean hasCome(MavenProject module) {
    return isMade(module) || isJoined(module) || isNamed(module);
  }

  private static String sentence(String text) {
    return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  /** What the run may publish, in the words of the first module that knows. */
  private String why() {
    Iterable<MavenProject> modules =
        Stream.concat(run.modules().checked().stream(), run.session().getProjects().stream())
            ::iterator;
    for (MavenProject module : modules) {
      try {
        if (hasImage(module)) {
          String dry = DryRun.isOne(run.settings(module)) ? DryRun.SENTENCE : "";
          return sentence(run.releaseTags(module).why()) + dry;
        }
      } catch (ImageException e) {
        run.log().debug("Not reported of " + module.getArtifactId() + ": " + e.getMessage());
      }
    }
    return "";
  }

  private String whatFailed(boolean isFailed) {
    String ours = state.get(FAILURE);
    if (ours != null) {
      return " The build failed. " + ours;
    }
    return isFailed ? " The build failed, and not in an image: its log says why." : "";
  }
}
