package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Spelling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** The modules of a session and what each says about its image. */
final class Modules {
  private final MavenSession session;
  private final PluginDescriptor plugin;

  Modules(MavenSession session, PluginDescriptor plugin) {
    this.session = session;
    this.plugin = plugin;
  }

  /** Every module whose own build has this plugin, in build order. */
  List<MavenProject> withPlugin() {
    return session.getProjects().stream().filter(project -> declared(project) != null).toList();
  }

  /** Every module in whose build the goal runs: its POM binds it, or the command line names it. */
  List<MavenProject> running(String goal) {
    return session.getGoals().stream().anyMatch(each -> names(each, goal))
        ? session.getProjects()
        : withPlugin().stream().filter(project -> binds(project, goal)).toList();
  }

  /**
   * Whether this session plainly gets as far as a goal of a module: the command line names it, or
   * the phase it is bound to, or the last of all, {@code deploy}.
   */
  boolean isReached(MavenProject project, String goal) {
    List<String> asked = session.getGoals();
    return asked.stream().anyMatch(each -> names(each, goal))
        || (binds(project, goal)
            && (asked.contains("deploy")
                || asked.stream().anyMatch(phases(project, goal)::contains)));
  }

  private List<String> phases(MavenProject project, String goal) {
    Plugin declared = declared(project);
    return declared == null
        ? List.of()
        : declared.getExecutions().stream()
            .filter(each -> each.getGoals().contains(goal) && each.getPhase() != null)
            .map(PluginExecution::getPhase)
            .toList();
  }

  /**
   * Modules before the one that a build was resumed from ({@code -rf}): an earlier session got
   * through them.
   */
  List<MavenProject> resumedPast() {
    if (session.getRequest().getResumeFrom() == null) {
      return List.of();
    }
    return session.getAllProjects().stream()
        .filter(project -> !session.getProjects().contains(project))
        .toList();
  }

  /** Those of them in whose build the goal runs. */
  List<MavenProject> resumedPast(String goal) {
    return resumedPast().stream().filter(project -> binds(project, goal)).toList();
  }

  /** {@code image:push-all}, {@code group:artifact[:version]:push-all}, with or without an id. */
  private boolean names(String onCommandLine, String goal) {
    String[] parts = onCommandLine.replaceFirst("@.*", "").split(":");
    boolean ours =
        parts[0].equals(plugin.getGoalPrefix())
            || (parts.length > 2 && parts[1].equals(plugin.getArtifactId()));
    return ours && parts[parts.length - 1].equals(goal);
  }

  private boolean binds(MavenProject project, String goal) {
    Plugin declared = declared(project);
    return declared != null
        && declared.getExecutions().stream()
            .anyMatch(each -> each.getGoals().contains(goal) && !"none".equals(each.getPhase()));
  }

  private @Nullable Plugin declared(MavenProject project) {
    return project.getPlugin(plugin.getGroupId() + ":" + plugin.getArtifactId());
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
        configuration(project, propertyOfField),
        session.getUserProperties(),
        project.getProperties(),
        Interpolation.names(project, session));
  }

  private static List<Parameter> parameters(MojoDescriptor goal) {
    List<Parameter> parameters = goal.getParameters();
    return parameters == null ? List.of() : parameters;
  }

  private static String defaultOf(Parameter parameter, MavenProject project) {
    String value = parameter.getDefaultValue();
    return value == null
        ? ""
        : value
            .replace("${project.artifactId}", project.getArtifactId())
            .replace("${project.version}", project.getVersion());
  }

  /**
   * What the POM's configuration elements say, those of executions over those of the plugin.
   *
   * @throws ConfigurationException where two executions say different things: a module has one
   *     image, and goals of both work on it
   */
  private Map<String, String> configuration(
      MavenProject project, Map<String, String> propertyOfField) {
    Plugin declared = declared(project);
    if (declared == null) {
      return Map.of();
    }
    Map<String, String> ofPlugin = values(declared.getConfiguration(), propertyOfField);
    Map<String, String> values = new HashMap<>(ofPlugin);
    Map<String, String> executions = new HashMap<>();
    for (PluginExecution execution : declared.getExecutions()) {
      Map<String, String> own = values(execution.getConfiguration(), propertyOfField);
      // Maven has put the plugin's own values into each execution already.
      own.entrySet().removeAll(ofPlugin.entrySet());
      own.forEach(
          (name, value) -> {
            String other = executions.putIfAbsent(name, execution.getId());
            if (other != null && !value.equals(values.get(name))) {
              throw new ConfigurationException(
                  "image.%s is '%s' in the execution %s and '%s' in %s: a module has one image; write it once, into the plugin's <configuration>"
                      .formatted(name, values.get(name), other, value, execution.getId()));
            }
            values.put(name, value);
          });
    }
    return values;
  }

  /**
   * A sentence for each element of a module's {@code <configuration>} that is no setting; Maven
   * before 3.9 says nothing.
   */
  List<String> unknownElements(MavenProject project) {
    Set<String> known = new HashSet<>();
    for (MojoDescriptor goal : plugin.getMojos()) {
      parameters(goal).forEach(parameter -> known.add(parameter.getName()));
    }
    Set<String> unknown = new TreeSet<>();
    Plugin declared = declared(project);
    if (declared != null) {
      elements(declared.getConfiguration()).forEach(unknown::add);
      for (PluginExecution execution : declared.getExecutions()) {
        elements(execution.getConfiguration()).forEach(unknown::add);
      }
    }
    unknown.removeAll(known);
    return unknown.stream().map(element -> unknown(element, known)).toList();
  }

  private static String unknown(String element, Set<String> known) {
    String nearest = Spelling.nearest(element, known);
    return "there is no element <"
        + element
        + "> in this plugin's <configuration>"
        + (nearest == null
            ? "; environment, labels and annotations are properties, image.env.NAME"
            : ": did you mean <" + nearest + ">?");
  }

  private static List<String> elements(@Nullable Object configuration) {
    return configuration instanceof Xpp3Dom dom
        ? Stream.of(dom.getChildren()).map(Xpp3Dom::getName).toList()
        : List.of();
  }

  private static Map<String, String> values(
      @Nullable Object configuration, Map<String, String> propertyOfField) {
    Map<String, String> values = new HashMap<>();
    if (configuration instanceof Xpp3Dom dom) {
      for (Xpp3Dom child : dom.getChildren()) {
        String name = propertyOfField.get(child.getName());
        if (name != null && child.getValue() != null) {
          values.put(name, child.getValue());
        }
      }
    }
    return values;
  }
}
