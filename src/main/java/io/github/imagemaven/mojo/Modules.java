package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.Spelling;
import java.io.File;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;

/** The modules of a session and what each says about its image. */
final class Modules {
  private final MavenSession session;
  private final PluginDescriptor plugin;
  private final CommandLine commandLine;

  Modules(MavenSession session, PluginDescriptor plugin) {
    this.session = session;
    this.plugin = plugin;
    this.commandLine = CommandLine.of(session, plugin);
  }

  /**
   * Every module that a check of the session is about: those whose own build has this plugin, or
   * all where the command line names the check.
   */
  List<MavenProject> checked() {
    return Stream.of("validate-tag", PublishingGoals.MANIFEST, ReactorCleanup.GOAL)
            .anyMatch(commandLine::names)
        ? session.getProjects()
        : session.getProjects().stream().filter(each -> element(each).isDeclared()).toList();
  }

  /** Whether the command line names a goal. */
  boolean isNamedByHand(String goal) {
    return commandLine.names(goal);
  }

  /** Every module in whose build the goal runs: its POM binds it, or the command line names it. */
  List<MavenProject> running(String goal) {
    return session.getProjects().stream().filter(each -> mayReach(each, goal)).toList();
  }

  private boolean mayReach(MavenProject project, String goal) {
    return commandLine.names(goal)
        || !element(project).phases(goal).stream().allMatch(commandLine::endsBefore);
  }

  /**
   * Whether this session plainly gets as far as a goal of a module: the command line names it, or
   * the phase it is bound to, or a later one.
   */
  boolean isReached(MavenProject project, String goal) {
    return commandLine.names(goal)
        || element(project).phases(goal).stream().anyMatch(commandLine::reaches);
  }

  /** Whether this session plainly gets as far as publishing a module's image. */
  boolean isPublished(MavenProject project) {
    return PublishingGoals.ALL.stream().anyMatch(goal -> isReached(project, goal));
  }

  /**
   * Whether a module's image is published by this session, or by another one of these modules that
   * goes further: what only checks is for that one.
   */
  boolean isToBePublished(MavenProject project) {
    return PublishingGoals.ALL.stream()
        .anyMatch(
            goal ->
                mayReach(project, goal)
                    || element(project).phases(goal).stream().anyMatch(CommandLine::isMavens));
  }

  /**
   * Whether a module has nothing to do with others: none in the session, and no POM above it on
   * this disk.
   */
  boolean isAlone(MavenProject module) {
    MavenProject parent = module.getParent();
    return session.getAllProjects().size() == 1
        && (parent == null || parent.getFile() == null)
        && !new File(module.getBasedir().getAbsoluteFile().getParentFile(), "pom.xml").exists();
  }

  /**
   * Modules before the one that a build was resumed from ({@code -rf}, in Maven 4 also {@code -r}):
   * an earlier session got through them. Those that {@code -pl} leaves out are none of them.
   */
  List<MavenProject> resumedPast() {
    List<MavenProject> wanted = List.of();
    if (session.getRequest().getResumeFrom() != null) {
      wanted = new Selection(session).modules();
    } else if (isResumed()) {
      wanted = session.getAllProjects(); // Maven has made what is left to do its selection
    }
    return wanted.stream().filter(each -> !session.getProjects().contains(each)).toList();
  }

  /** {@code --resume}, which Maven 3 does not have. */
  private boolean isResumed() {
    try {
      Object resumed =
          MavenExecutionRequest.class.getMethod("isResume").invoke(session.getRequest());
      return Boolean.TRUE.equals(resumed);
    } catch (NoSuchMethodException e) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Maven does not say whether the build is resumed", e);
    }
  }

  /**
   * Those of them in whose build the goal runs. Under {@code -r} Maven does not say whether {@code
   * -pl} had left a module out of the session that failed; one that was in it has left something.
   */
  List<MavenProject> resumedPast(String goal) {
    boolean isSelectionKnown = session.getRequest().getResumeFrom() != null;
    return resumedPast().stream()
        .filter(each -> mayReach(each, goal))
        .filter(each -> isSelectionKnown || Leftover.isAny(each))
        .toList();
  }

  /**
   * What is wrong with executions of {@code image:build} that a POM has: without a phase, which the
   * goal has none of either, they never run.
   */
  void checkBuildIsUnbound(MavenProject project, Problems problems) {
    element(project)
        .executions(Desk.GOAL)
        .forEach(
            (id, phase) -> {
              if (phase != null && CommandLine.isMavens(phase)) {
                problems.add(Desk.bound(id, phase, project));
              }
            });
  }

  private PluginElement element(MavenProject project) {
    return new PluginElement(project, commandLine);
  }

  /** A module's settings. */
  Settings settings(MavenProject project) {
    Map<String, String> defaults = new HashMap<>();
    Map<String, String> propertyOfField = new HashMap<>();
    for (MojoDescriptor goal : plugin.getMojos()) {
      for (Parameter parameter : parameters(goal)) {
        String expression = parameter.getExpression();
        if (expression != null && expression.startsWith("${" + Settings.PREFIX)) {
          String name = expression.substring(2 + Settings.PREFIX.length(), expression.length() - 1);
          propertyOfField.put(parameter.getName(), name);
          defaults.put(name, defaultOf(parameter, project));
        }
      }
    }
    return new Settings(
        defaults,
        element(project).configuration(propertyOfField),
        element(project).skips(),
        session.getUserProperties(),
        project.getProperties(),
        new ModuleNames(project, session));
  }

  private static List<Parameter> parameters(MojoDescriptor goal) {
    List<Parameter> parameters = goal.getParameters();
    return parameters == null ? List.of() : parameters;
  }

  private static String defaultOf(Parameter parameter, MavenProject project) {
    String value = parameter.getDefaultValue();
    return value == null ? "" : value.replace("${project.artifactId}", project.getArtifactId());
  }

  /**
   * Each element of a module's {@code <configuration>} that is no setting; Maven before 3.9 says
   * nothing.
   */
  List<Misspelt> unknownElements(MavenProject project) {
    Set<String> known = new HashSet<>();
    for (MojoDescriptor goal : plugin.getMojos()) {
      parameters(goal).forEach(parameter -> known.add(parameter.getName()));
    }
    Set<String> unknown = new TreeSet<>(element(project).elements());
    unknown.removeAll(known);
    return unknown.stream().map(element -> unknown(element, known)).toList();
  }

  private static Misspelt unknown(String element, Set<String> known) {
    String nearest = Spelling.nearest(element, known);
    return Misspelt.of(
        "there is no element <"
            + element
            + "> in this plugin's <configuration>"
            + (nearest == null
                ? "; environment, labels, annotations, build arguments and secrets are properties,"
                    + " image.env.NAME"
                : ": did you mean <" + nearest + ">?"),
        element,
        nearest);
  }
}
