package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.ImageRequest;
import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.PublicationPlan;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.Staged;
import io.github.imagemaven.registry.RegistryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.project.MavenProject;

/**
 * Publication across the modules of a session: content goes up as each module is done, tags move
 * when the last of them has come.
 *
 * <p>What a module has done stands in {@link ReactorStates}; whoever comes last looks at every
 * module's files again. A module that fails never comes, so then nothing is named.
 */
final class ReactorPublication {
  private final Run run;
  private final Images images;
  private final ReactorStates states;
  private final ReactorCleanup cleanup;
  private final ConcurrentMap<String, Map<String, Map<String, String>>> memories;

  ReactorPublication(Run run, Images images) {
    this.run = run;
    this.images = images;
    this.states = ReactorStates.of(run, images.goal());
    this.cleanup = new ReactorCleanup(run);
    this.memories = run.shared("image.memories." + images.goal());
  }

  /** A module that has nothing to publish; it may be the last one the others wait for. */
  void nothing(MavenProject module) throws IOException {
    if (mark(module, ReactorStates.NOTHING)) {
      nameAll();
    }
  }

  /**
   * Publishes a module's image where this run may, or says what it would do, or that it does not.
   *
   * @throws io.github.imagemaven.report.ImageException as {@link Publication} does
   */
  void publish(MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    List<DestinationName> destinations = Destinations.checked(run, module);
    Destinations.left(settings, destinations, RunTags.whyNot(run.context(), settings))
        .ifPresent(run.log()::info);
    if (destinations.isEmpty()) {
      nothing(module);
      return;
    }
    Offline.checkDestinations(run.session(), destinations);
    if (!images.isThere(module)) {
      nothing(module);
    } else if (DryRun.isOne(settings)) {
      compare(module);
    } else {
      deliver(module);
    }
  }

  /**
   * Brings a module's content everywhere, and names it, with all others, where it is the last.
   *
   * @throws io.github.imagemaven.report.ImageException as {@link Publication} does
   */
  private void deliver(MavenProject module) throws IOException {
    SessionEnd.watch(
        run.session(),
        run.shared(SessionEnd.WATCHED + images.goal()),
        images.goal(),
        () -> modules(ReactorStates.STAGED),
        () -> modules(ReactorStates.BEGUN),
        new RunReports(run)::failed,
        run.log());
    states.put(module, ReactorStates.BEGUN);
    TakenNames.take(run, module); // whether a jar has an image is known no sooner
    if (images.isPart(module)) {
      try (ModuleConnections open = new ModuleConnections(run)) {
        new BuiltParts(run).stage(publication(open.of(module)), module, open.of(module));
      }
      if (mark(module, ReactorStates.UPLOADED)) {
        nameAll();
      }
      return;
    }
    boolean alone = expected().equals(List.of(module)) && images.resumed().isEmpty();
    if ((alone && failed().isEmpty()) || !run.settings(module).flag("publishAtEnd")) {
      name(List.of(module));
      if (mark(module, ReactorStates.NAMED)) {
        nameAll();
      }
      return;
    }
    try (ModuleConnections open = new ModuleConnections(run)) {
      Connections connections = open.of(module);
      Staged content = publication(connections).stage(images.request(module, connections));
      memories.put(module.getId(), content.memory());
    }
    if (mark(module, ReactorStates.STAGED)) {
      nameAll();
    } else {
      run.log()
          .info(
              "The content of "
                  + module.getArtifactId()
                  + " is in place; its tags move when every module's is");
    }
  }

  /** Says what {@link #deliver} would do with a module, by looking alone. */
  private void compare(MavenProject module) throws IOException {
    states.put(module, ReactorStates.BEGUN);
    TakenNames.take(run, module);
    look(module);
    if (mark(module, ReactorStates.COMPARED)) {
      nameAll();
    }
  }

  private void look(MavenProject module) throws IOException {
    try (ModuleConnections open = new ModuleConnections(run)) {
      Connections connections = open.of(module);
      Publication publication = publication(connections);
      if (images.isPart(module)) {
        new BuiltParts(run).compare(publication, module, connections);
      } else {
        PublicationPlan plan = publication.compare(images.request(module, connections));
        DryRun.say(plan, run);
        cleanup.compared(module, plan);
      }
    }
  }

  /** Whether this was the last module. */
  private boolean mark(MavenProject module, String what) {
    return states.putLast(module, what, expected());
  }

  private List<MavenProject> expected() {
    return run.modules().running(images.goal());
  }

  /**
   * Modules that Maven says have failed: one without this plugin, or one that got through {@code
   * push-all} and failed after it, would not be missed otherwise.
   */
  private List<String> failed() {
    return run.session().getProjects().stream()
        .filter(each -> run.session().getResult().getBuildSummary(each) instanceof BuildFailure)
        .map(MavenProject::getArtifactId)
        .toList();
  }

  private void nameAll() throws IOException {
    if (!failed().isEmpty()) {
      run.log().warn("No tag moves: " + String.join(", ", failed()) + " failed");
      return;
    }
    List<MavenProject> staged = new ArrayList<>();
    for (MavenProject module : images.resumed()) {
      if (DryRun.isOne(run.settings(module))) {
        look(module);
      } else {
        images.sayResumed(module);
        staged.add(module);
      }
    }
    expected().stream().filter(each -> states.is(each, ReactorStates.STAGED)).forEach(staged::add);
    if (!staged.isEmpty()) {
      name(staged);
      staged.forEach(each -> states.put(each, ReactorStates.NAMED));
      cleanup.named(staged);
    }
  }

  /** The names of the modules in a state. */
  private List<String> modules(String state) {
    return run.session().getProjects().stream()
        .filter(each -> states.is(each, state))
        .map(MavenProject::getArtifactId)
        .toList();
  }

  private void name(List<MavenProject> modules) throws IOException {
    try (ModuleConnections open = new ModuleConnections(run)) {
      Publication publication = publication(open.of(modules.get(0)));
      List<Staged> staged = new ArrayList<>();
      for (MavenProject module : modules) {
        ImageRequest request = images.request(module, open.of(module));
        Map<String, Map<String, String>> earlier = memories.get(module.getId());
        staged.add(
            earlier == null
                ? publication.stage(request)
                : publication.stageAgain(request, earlier));
      }
      cleanUpBefore(publication, modules, open);
      List<PublicationRecord> records = publication.name(staged);
      for (int i = 0; i < records.size(); i++) {
        MavenProject module = modules.get(i);
        RegistryOptions options = run.options(run.settings(module));
        run.say(Summary.published(records.get(i), module, options, run.elapsed()));
      }
    }
  }

  /** Where nothing is in the way of any tag: what was deleted could not be put back. */
  private void cleanUpBefore(
      Publication publication, List<MavenProject> modules, ModuleConnections open)
      throws IOException {
    if (modules.stream().noneMatch(cleanup::isBefore)) {
      return;
    }
    Map<MavenProject, PublicationPlan> plans = new LinkedHashMap<>();
    for (MavenProject module : modules) {
      plans.put(module, publication.compare(images.request(module, open.of(module))));
    }
    if (plans.values().stream().anyMatch(plan -> plan.failure().isPresent())) {
      run.log().warn("nothing is cleaned up before the tags move, since not all of them can");
      return;
    }
    plans.forEach(
        (module, plan) -> {
          if (cleanup.isBefore(module)) {
            cleanup.before(module, plan);
          }
        });
  }

  private Publication publication(Connections connections) {
    return new Publication(
        run.log(),
        run.progress(),
        connections.cache(),
        run.shared("image.holders"),
        run.shared("image.turns"));
  }
}
