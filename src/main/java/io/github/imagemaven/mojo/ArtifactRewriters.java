package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Goals that make another artifact out of the module's: an image built before they ran would hold
 * what nobody ships. Those that are skipped, or attach another artifact beside it, do not.
 */
final class ArtifactRewriters {
  /** Goal names that mean this whatever plugin has them; all are bound to package by default. */
  private static final List<String> GOALS = List.of("repackage", "shade");

  private ArtifactRewriters() {}

  /**
   * @throws ConfigurationException where such a goal still runs after this one
   */
  static void check(MavenProject module, MojoExecution ours) {
    String phase = ours.getLifecyclePhase();
    if (phase == null) {
      return;
    }
    boolean oursSeen = false;
    for (Plugin plugin : module.getBuildPlugins()) {
      for (PluginExecution execution : plugin.getExecutions()) {
        if (plugin.getKey().equals(Plugin.constructKey(ours.getGroupId(), ours.getArtifactId()))
            && execution.getId().equals(ours.getExecutionId())) {
          oursSeen = true;
        }
        String goal = rewriting(plugin, execution);
        if (goal != null && runsLater(phaseOf(execution), phase, oursSeen)) {
          throw new ConfigurationException(
              "the image would be built before "
                  + plugin.getArtifactId()
                  + ":"
                  + goal
                  + " ("
                  + execution.getId()
                  + ", phase "
                  + phaseOf(execution)
                  + ") rewrites the artifact: leave image:build-multiarch in its own phase,"
                  + " pre-integration-test, or put it after that execution");
        }
      }
    }
  }

  private static @Nullable String rewriting(Plugin plugin, PluginExecution execution) {
    String id = execution.getId();
    boolean skipped = "true".equals(ForeignElement.text(plugin, id, "skip"));
    boolean attached =
        "true".equals(ForeignElement.text(plugin, id, "shadedArtifactAttached"))
            || ForeignElement.text(plugin, id, "classifier") != null;
    return skipped || attached
        ? null
        : execution.getGoals().stream().filter(GOALS::contains).findFirst().orElse(null);
  }

  private static String phaseOf(PluginExecution execution) {
    return execution.getPhase() == null ? "package" : execution.getPhase();
  }

  private static boolean runsLater(String theirs, String ours, boolean declaredAfterOurs) {
    int difference = place(theirs) - place(ours);
    return difference > 0 || (difference == 0 && declaredAfterOurs);
  }

  /**
   * A phase's place in the life cycle. Maven 4 knows {@code before:package} and {@code
   * after:package}, and calls the phases around the integration tests so, whatever the POM says.
   */
  private static int place(String phase) {
    String name =
        phase
            .replaceFirst("\\[.*", "")
            .replace("before:integration-test", "pre-integration-test")
            .replace("after:integration-test", "post-integration-test");
    int place = 3 * CommandLine.place(name.replaceFirst("^(before|after):", ""));
    if (name.startsWith("before:")) {
      return place - 1;
    }
    return name.startsWith("after:") ? place + 1 : place;
  }
}
