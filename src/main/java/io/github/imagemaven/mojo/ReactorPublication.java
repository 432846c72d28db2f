package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.publish.PublishRequest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.publish.Staged;
import io.github.imagemaven.release.ReleaseTags;
import java.io.IOException;
import java.nio.file.Path;
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
  private static final String STATES = "image.pushAll";
  private static final String BEGUN = "begun";
  private static final String STAGED = "staged";
  private static final String NOTHING = "nothing";
  private static final String NAMED = "named";
  private static final String COMPARED = "compared";

  private final Run run;
  private final ResumedModules resumed;
  private final ConcurrentMap<String, String> states;
  private final ConcurrentMap<String, Map<String, Map<String, String>>> memories;

  ReactorPublication(Run run) {
    this.run = run;
    this.resumed = new ResumedModules(run);
    this.states = run.shared(STATES);
    this.memories = run.shared("image.memories");
  }

  /** Whether the session has published a module's image. */
  static boolean isNamed(Run run, MavenProject module) {
    return NAMED.equals(run.shared(STATES).get(module.getId()));
  }

  /** Whether the session is about to publish one, has failed to, or has compared it only. */
  static boolean isBegun(Run run, MavenProject module) {
    Object state = run.shared(STATES).get(module.getId());
    return state != null && !state.equals(NOTHING) && !state.equals(NAMED);
  }

  /** A module that has nothing to publish; it may be the last one the others wait for. */
  void nothing(MavenProject module) throws IOException {
    if (mark(module, NOTHING)) {
      nameAll();
    }
  }

  /**
   * Brings a module's content everywhere, and names it, with all others, where it is the last.
   *
   * @throws io.github.imagemaven.report.ImageException as {@link Publication} does
   */
  void publish(MavenProject module) throws IOException {
    SessionEnd.watch(
        run.session(),
        run.shared(SessionEnd.WATCHED),
        () -> modules(STAGED),
        () -> modules(BEGUN),
        new RunReports(run)::failed,
        run.log());
    states.put(module.getId(), BEGUN);
    TakenNames.take(run, module); // whether a jar has an image is known no sooner
    boolean alone = expected().equals(List.of(module)) && resumed.unnamed().isEmpty();
    if ((alone && failed().isEmpty()) || !run.settings(module).flag("publishAtEnd")) {
      name(List.of(module));
      if (mark(module, NAMED)) {
        nameAll();
      }
      return;
    }
    try (ModuleConnections open = new ModuleConnections(run)) {
      Staged content = publication(open.of(module)).stage(request(module, open.of(module)));
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

  /**
   * Says what {@link #publish} would do with a module, by looking alone.
   *
   * @throws io.github.imagemaven.report.ImageException where it would fail
   */
  void compare(MavenProject module) throws IOException {
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
      DryRun.say(publication(connections).compare(request(module, connections)), run.log());
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
    return run.modules().running("push-all");
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
    for (MavenProject module : resumed.unnamed()) {
      if (DryRun.isOne(run.settings(module))) {
        look(module);
      } else {
        sayResumed(module);
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

  private void sayResumed(MavenProject module) {
    String what = module.getArtifactId() + " was built before and is published with the rest";
    if (run.commit(module) != null) {
      run.log().info(what);
    } else {
      run.log()
          .warn(
              what
                  + "; no commit is known (no git, or tracked files have changed), only that no"
                  + " file of the modules before this one is newer");
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
        PublishRequest request = request(module, open.of(module));
        Map<String, Map<String, String>> earlier = memories.get(module.getId());
        staged.add(
            earlier == null
                ? publication.stage(request)
                : publication.stageAgain(request, earlier));
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

  private PublishRequest request(MavenProject module, Connections connections) throws IOException {
    Settings settings = run.settings(module);
    ReleaseTags tags = run.releaseTags(module);
    Path directory = BuildRequests.imageDirectory(module);
    String revision = BuildRecord.read(directory).revision();
    return new PublishRequest(
        directory,
        Destinations.toPublish(settings, tags.mayPublish()).stream()
            .map(name -> new Destination(connections.open(name), name.optional()))
            .toList(),
        tags.tags(),
        connections::openBase,
        revision,
        RunTags.rules(tags, run.commit(module), revision));
  }
}
