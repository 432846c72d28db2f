package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** What a module's POM says about this plugin, as far as it counts in a session. */
final class PluginElement {
  private static final String NONE = "none";

  /** The execution that is meant by a goal on the command line, and in no build. */
  private static final String OF_COMMAND_LINE = "default-cli";

  private final CommandLine commandLine;
  private final @Nullable Plugin declared;
  private final @Nullable Plugin managed;

  PluginElement(MavenProject module, CommandLine commandLine) {
    this.commandLine = commandLine;
    String key = commandLine.plugin().getGroupId() + ":" + commandLine.plugin().getArtifactId();
    this.declared = module.getPlugin(key);
    PluginManagement management = module.getPluginManagement();
    this.managed = management == null ? null : management.getPluginsAsMap().get(key);
  }

  /** Whether the module's own build has the plugin. */
  boolean isDeclared() {
    return declared != null;
  }

  /** The phases that a goal is bound to; none where an execution is switched off. */
  List<String> phases(String goal) {
    return declared == null
        ? List.of()
        : declared.getExecutions().stream()
            .filter(each -> each.getGoals().contains(goal) && !NONE.equals(each.getPhase()))
            .map(each -> each.getPhase() == null ? usualPhase(goal) : each.getPhase())
            .toList();
  }

  /** The ids of executions that bind a goal, and their phases as they are written. */
  Map<String, @Nullable String> executions(String goal) {
    Map<String, @Nullable String> executions = new TreeMap<>();
    if (declared != null) {
      declared.getExecutions().stream()
          .filter(each -> each.getGoals().contains(goal) && !NONE.equals(each.getPhase()))
          .forEach(each -> executions.put(each.getId(), each.getPhase()));
    }
    return executions;
  }

  private String usualPhase(String goal) {
    MojoDescriptor descriptor = commandLine.plugin().getMojo(goal);
    return descriptor == null || descriptor.getPhase() == null ? "deploy" : descriptor.getPhase();
  }

  /**
   * What the configuration elements say, those of executions over those of the plugin.
   *
   * @throws ConfigurationException where two executions say different things: a module has one
   *     image, and goals of both work on it
   */
  Map<String, String> configuration(Map<String, String> propertyOfField) {
    Plugin plugin = plugin();
    if (plugin == null) {
      return Map.of();
    }
    Map<String, String> ofPlugin = values(plugin.getConfiguration(), propertyOfField);
    Map<String, String> values = new HashMap<>(ofPlugin);
    Map<String, String> executions = new HashMap<>();
    for (PluginExecution execution : speaking(plugin)) {
      Map<String, String> own = values(execution.getConfiguration(), propertyOfField);
      // Maven has put the plugin's own values into each execution already.
      own.entrySet().removeAll(ofPlugin.entrySet());
      if (publishesOnly(execution) || checksOnly(execution)) {
        own.remove("skip");
      }
      own.forEach(
          (name, value) -> {
            String other = executions.putIfAbsent(name, execution.getId());
            if (other != null && !value.equals(values.get(name))) {
              throw new ConfigurationException(
                  "image.%s has one value in the execution %s and another in %s: a module has one image; write it once, into the plugin's <configuration>"
                      .formatted(name, other, execution.getId()));
            }
            values.put(name, value);
          });
    }
    return values;
  }

  /**
   * What executions that do not build have as {@code <skip>}. It may come from the plugin, where
   * one that builds has another.
   */
  Skips skips() {
    return new Skips(skips(PluginElement::publishesOnly), skips(PluginElement::checksOnly));
  }

  private List<String> skips(Predicate<PluginExecution> which) {
    Plugin plugin = plugin();
    return plugin == null
        ? List.of()
        : speaking(plugin).stream()
            .filter(which)
            .flatMap(each -> children(each.getConfiguration()))
            .filter(child -> child.getName().equals("skip") && child.getValue() != null)
            .map(child -> child.getValue().strip())
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList();
  }

  private static boolean checksOnly(PluginExecution execution) {
    return execution.getGoals().equals(List.of("validate-tag"));
  }

  private static boolean publishesOnly(PluginExecution execution) {
    return execution.getGoals().contains("push-all")
        && !execution.getGoals().contains("build-multiarch");
  }

  /** The names of all elements that stand in a {@code <configuration>}. */
  Set<String> elements() {
    Set<String> elements = new TreeSet<>();
    Plugin plugin = plugin();
    if (plugin != null) {
      children(plugin.getConfiguration()).map(Xpp3Dom::getName).forEach(elements::add);
      for (PluginExecution execution : speaking(plugin)) {
        children(execution.getConfiguration()).map(Xpp3Dom::getName).forEach(elements::add);
      }
    }
    return elements;
  }

  /** Maven configures a goal of the command line from pluginManagement, where that is all. */
  private @Nullable Plugin plugin() {
    return declared != null ? declared : managed;
  }

  /**
   * The executions that may run: those that the command line names, and in a build that has the
   * plugin those that are not switched off.
   */
  private List<PluginExecution> speaking(Plugin plugin) {
    return plugin.getExecutions().stream()
        .filter(
            each ->
                commandLine.namesExecution(each.getId())
                    || (each.getId().equals(OF_COMMAND_LINE)
                        ? commandLine.namesBareGoal() || (plugin == declared && isBound(each))
                        : plugin == declared && !NONE.equals(each.getPhase())))
        .toList();
  }

  private static boolean isBound(PluginExecution execution) {
    return !execution.getGoals().isEmpty() && !NONE.equals(execution.getPhase());
  }

  private static Stream<Xpp3Dom> children(@Nullable Object configuration) {
    return configuration instanceof Xpp3Dom dom ? Stream.of(dom.getChildren()) : Stream.empty();
  }

  private static Map<String, String> values(
      @Nullable Object configuration, Map<String, String> propertyOfField) {
    Map<String, String> values = new HashMap<>();
    children(configuration)
        .forEach(
            child -> {
              String name = propertyOfField.get(child.getName());
              if (name != null && child.getValue() != null) {
                values.put(name, child.getValue());
              }
            });
    return values;
  }
}
