package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.RequestCheck;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;

/**
 * Checks every module of the session before the first of them is compiled: Maven finishes one
 * module before it validates the next.
 */
final class SessionCheck {
  private static final String CHECKED = "image.checked";
  private static final String WARNED = "image.warned";

  private final Run run;

  SessionCheck(Run run) {
    this.run = run;
  }

  /**
   * Checks all modules, once a session; whoever comes second waits, and fails as the first did.
   *
   * @throws ImageException naming every setting that cannot be used and its modules, else every
   *     host that does not take our push
   */
  void once() {
    ConcurrentMap<String, String> outcome = run.shared(CHECKED);
    synchronized (outcome) {
      String code = outcome.get("code");
      if (code != null) {
        throw new SessionProblems.Found(Code.valueOf(code), String.valueOf(outcome.get("message")));
      }
      if (outcome.putIfAbsent("done", "") == null) {
        try {
          check();
        } catch (ImageException e) {
          outcome.put("code", e.code().name());
          outcome.put("message", e.getMessage());
          throw e;
        }
      }
    }
  }

  private void check() {
    List<MavenProject> modules = run.modules().checked();
    SessionProblems problems = new SessionProblems(modules.size() > 1);
    Map<RepositoryName, MavenProject> hosts = new LinkedHashMap<>();
    for (MavenProject module : modules) {
      Problems found = new Problems();
      repositories(module, found).forEach(each -> hosts.putIfAbsent(each, module));
      problems.add(name(module, modules), known(module, found));
    }
    problems.throwIfAny();
    checkPush(hosts);
  }

  /** What a plugin in a later module sets is not known yet: that module's own goals ask again. */
  private Problems known(MavenProject module, Problems found) {
    Problems known = new Problems();
    found.all().stream()
        .filter(
            problem ->
                module.equals(run.session().getCurrentProject())
                    || !(problem instanceof UnknownPropertyException unknown && unknown.mayCome()))
        .forEach(known::add);
    return known;
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
    problems.attempt(() -> warnings(run, module, settings));
    String noImage = problems.orNull(() -> NoImage.reason(settings, module));
    if (noImage != null || !NoImage.isPossible(module)) {
      return List.of();
    }
    JavaApplication application = Applications.planned(settings, module, problems);
    Commit commit = run.commit(module); // asked now, before the build changes any file
    BuildRequest request = BuildRequests.of(settings, module, application, commit, problems);
    RequestCheck.check(request, problems);
    problems.attempt(() -> Offline.checkBase(run.session(), request));
    problems.attempt(() -> TagList.of(settings));
    problems.attempt(() -> run.options(settings));
    problems.attempt(() -> Mirror.of(settings));
    problems.attempt(() -> settings.flag("publishAtEnd"));
    problems.attempt(() -> settings.flag("checkPush"));
    List<DestinationName> destinations =
        problems.orElse(() -> destinations(settings, module), List.of());
    problems.attempt(() -> Offline.checkDestinations(run.session(), destinations));
    if (NoImage.isCertain(settings, module) && run.modules().running("push-all").contains(module)) {
      problems.attempt(() -> TakenNames.of(run).take(module, settings, destinations));
    }
    return destinations.stream()
        .filter(destination -> !destination.optional())
        .flatMap(destination -> Stream.ofNullable(destination.repository()))
        .toList();
  }

  private List<DestinationName> destinations(Settings settings, MavenProject module) {
    return Destinations.areSet(settings) || isDestinationNeeded(settings, module)
        ? Destinations.toPublish(settings)
        : List.of();
  }

  /**
   * A library needs no destination, nor does who does not publish. Where it is not plain yet that
   * the module has an image, {@code build-multiarch} asks.
   */
  private boolean isDestinationNeeded(Settings settings, MavenProject module) {
    return run.modules().isReached(module, "push-all")
        && (NoImage.isCertain(settings, module) || run.modules().isAlone(module));
  }

  /** Each host once: fifty modules have one registry. */
  private void checkPush(Map<RepositoryName, MavenProject> repositories) {
    Problems problems = new Problems();
    Set<String> hosts = new HashSet<>();
    repositories.forEach(
        (repository, module) -> {
          Settings settings = run.settings(module);
          if (settings.flag("checkPush") && hosts.add(repository.host())) {
            problems.attempt(() -> checkPush(repository, settings, module));
          }
        });
    problems.throwIfAny();
  }

  private void checkPush(RepositoryName repository, Settings settings, MavenProject module) {
    try (Connections connections = run.connect(settings, module)) {
      connections.registries().repository(repository).checkPush();
    }
  }

  /** Says once a session what in a module's settings looks like a mistake. */
  static void warnings(Run run, MavenProject module, Settings settings) {
    Map<String, Object> warned = run.shared(WARNED);
    List<String> warnings = new ArrayList<>(settings.warnings());
    warnings.addAll(run.modules().unknownElements(module));
    warnings.addAll(TagList.warnings(settings));
    for (String warning : warnings) {
      if (warned.putIfAbsent(warning, Boolean.TRUE) == null) {
        run.log().warn(warning);
      }
    }
    if (Destinations.hasCapitals(settings)
        && warned.putIfAbsent("capitals", Boolean.TRUE) == null) {
      run.log()
          .info(
              "registries have no capitals: "
                  + module.getArtifactId()
                  + " is published in lower case");
    }
  }
}
