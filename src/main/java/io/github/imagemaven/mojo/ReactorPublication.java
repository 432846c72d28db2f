package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.Staged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.project.MavenProject;

/**
 * Publication across the modules of a session: content goes up as each module is done, tags move
 * when the last of them has come.
 *
 * <p>What a module has done stands in Maven's plugin context, which survives class loaders, as a
 * word; whoever comes last looks at every module's files again. A module that fails never comes, so
 * then nothing is named.
 */
final class ReactorPublication {
  private static final String STATES = "image.published.";
  private static final String BEGUN = "begun";
  private static final String STAGED = "staged";
  private static final String NOTHING = "nothing";
  private static final String NAMED = "named";
  private static final String COMPARED = "compared";
  private static final String PARTS = "parts";

  private final Run run;
  private final Images images;
  private final ConcurrentMap<String, String> states;
  private final ConcurrentMap<String, Map<String, Map<String, String>>> memories;

  ReactorPublication(Run run, Images images) {
    this.run = run;
    this.images = images;
    this.states = run.shared(STATES + images.goal());
    this.memories = run.shared("image.memories." + images.goal());
  }

  /** Whether the session has published a module's image. */
  static boolean isNamed(Run run, MavenProject module) {
    return Images.GOALS.stream().anyMatch(goal -> NAMED.equals(state(run, goal, module)));
  }

  /**
   * Whether the session is about to publish one, has failed to, or has compared it or uploaded
   * parts of it only.
   */
  static boolean isBegun(Run run, MavenProject module) {
    return Images.GOALS.stream()
        .map(goal -> state(run, goal, module))
        .anyMatch(state -> !state.isEmpty() && !state.equals(NOTHING) && !state.equals(NAMED));
  }

  private static String state(Run run, String goal, MavenProject module) {
    return run.<String>shared(STATES + goal).getOrDefault(module.getId(), "");
  }

  /** A module that has nothing to publish; it may be the last one the others wait for. */
  void nothing(MavenProject module) throws IOException {
    if (mark(module, NOTHING)) {
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
    boolean mayPublish = run.releaseTags(module).mayPublish();
    List<DestinationName> destinations = Destinations.toPublish(settings, module, mayPublish, true);
    Destinations.left(settings, destinations, RunTags.whyNot(run, module))
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
        () -> modules(STAGED),
        () -> modules(BEGUN),
        new RunReports(run)::failed,
        run.log());
    states.put(module.getId(), BEGUN);
    TakenNames.take(run, module); // whether a jar has an image is known no sooner
    if (images.isPart(module)) {
      try (ModuleConnections open = new ModuleConnections(run)) {
        images.stageParts(publication(open.of(module)), module, open.of(module));
      }
      if (mark(module, PARTS)) {
        nameAll();
      }
      return;
    }
    boolean alone = expected().equals(List.of(module)) && images.resumed().isEmpty();
    if ((alone && failed().isEmpty()) || !run.settings(module).flag("publishAtEnd")) {
      name(List.of(module));
      if (mark(module, NAMED)) {
        nameAll();
      }
      return;
    }
    try (ModuleConnections open = new ModuleConnections(run)) {
      Connections connections = open.of(module);
      Staged content = images.stage(publication(connections), module, connections, null);
      memories.put(module.getId(), content.memory());
    }
    if (mark(module, STAGED)) {
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
    states.put(module.getId(), BEGUN);
    TakenNames.take(run, module);
    look(module);
    if (mark(module, COMPARED)) {
      nameAll();
    }
  }

  private void look(MavenProject module) throws IOException {
    try (ModuleConnections open = new ModuleConnections(run)) {
      Connections connections = open.of(module);
      images.compare(publication(connections), module, connections);
    }
  }

  /** Whether this was the last module. */
  private boolean mark(MavenProject module, String what) {
    synchronized (states) {
      states.put(module.getId(), what);
      return expected().stream().allMatch(this::hasCome);
    }
  }

  private boolean hasCome(MavenProject module) {
    return !states.getOrDefault(module.getId(), BEGUN).equals(BEGUN);
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
    expected().stream()
        .filter(each -> STAGED.equals(states.get(each.getId())))
        .forEach(staged::add);
    if (!staged.isEmpty()) {
      name(staged);
      staged.forEach(each -> states.put(each.getId(), NAMED));
    }
  }

  /** The names of the modules in a state. */
  private List<String> modules(String state) {
    return run.session().getProjects().stream()
        .filter(each -> state.equals(states.get(each.getId())))
        .map(MavenProject::getArtifactId)
        .toList();
  }

  private void name(List<MavenProject> modules) throws IOException {
    try (ModuleConnections open = new ModuleConnections(run)) {
      Publication publication = publication(open.of(modules.get(0)));
      List<Staged> staged = new ArrayList<>();
      for (MavenProject module : modules) {
        staged.add(
            images.stage(publication, module, open.of(module), memories.get(module.getId())));
      }
      List<PublicationRecord> records = publication.name(staged);
      for (int i = 0; i < records.size(); i++) {
        Summary.published(records.get(i), modules.get(i), run.elapsed()).forEach(run.log()::info);
      }
    }
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
