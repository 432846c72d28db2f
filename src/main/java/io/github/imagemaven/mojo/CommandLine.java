package io.github.imagemaven.mojo;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;

/**
 * What a session was asked for.
 *
 * @param words phases and goals
 * @param plugin ours
 */
record CommandLine(List<String> words, PluginDescriptor plugin) {
  /** Maven's default lifecycle, the same in every version. */
  private static final List<String> PHASES =
      List.of(
          "validate",
          "initialize",
          "generate-sources",
          "process-sources",
          "generate-resources",
          "process-resources",
          "compile",
          "process-classes",
          "generate-test-sources",
          "process-test-sources",
          "generate-test-resources",
          "process-test-resources",
          "test-compile",
          "process-test-classes",
          "test",
          "prepare-package",
          "package",
          "pre-integration-test",
          "integration-test",
          "post-integration-test",
          "verify",
          "install",
          "deploy");

  /** Those of its other lifecycles, and those that Maven 4 has put between them. */
  private static final Set<String> OTHERS =
      Set.of(
          "pre-clean",
          "clean",
          "post-clean",
          "pre-site",
          "site",
          "post-site",
          "site-deploy",
          "all",
          "each",
          "build",
          "sources",
          "resources",
          "ready",
          "test-sources",
          "test-resources",
          "unit-test");

  /** As Maven does, asks the top POM where the command line names nothing. */
  static CommandLine of(MavenSession session, PluginDescriptor plugin) {
    List<String> words = session.getGoals();
    MavenProject top = session.getTopLevelProject();
    if (words.isEmpty() && top != null && top.getDefaultGoal() != null) {
      words = List.of(top.getDefaultGoal().strip().split("\\s+"));
    }
    return new CommandLine(List.copyOf(words), plugin);
  }

  /** {@code image:push-all}, {@code group:artifact[:version]:push-all}, with or without an id. */
  boolean names(String goal) {
    return ours().anyMatch(each -> goal.equals(goalOf(each)));
  }

  /** Whether a goal of ours is named with the id of an execution, {@code image:push-all@ID}. */
  boolean namesExecution(String id) {
    return ours().anyMatch(each -> each.endsWith("@" + id));
  }

  /** Whether a goal of ours is named without an id; Maven takes {@code default-cli} for it. */
  boolean namesBareGoal() {
    return ours().anyMatch(each -> !each.contains("@"));
  }

  private Stream<String> ours() {
    return words.stream()
        .filter(
            each -> {
              String[] parts = withoutId(each).split(":", -1);
              return (parts.length > 1 && parts[0].equals(plugin.getGoalPrefix()))
                  || (parts.length > 2 && parts[1].equals(plugin.getArtifactId()));
            });
  }

  private static String goalOf(String word) {
    String whole = withoutId(word);
    return whole.substring(whole.lastIndexOf(':') + 1);
  }

  private static String withoutId(String word) {
    return word.replaceFirst("@.*", "");
  }

  /** Whether the session plainly gets as far as a phase. */
  boolean reaches(String phase) {
    int place = place(phase);
    return words.contains(phase) || (place >= 0 && place <= last());
  }

  /**
   * Whether the session plainly does not get to a phase. Of a phase of another lifecycle nobody
   * knows, nor of a goal that goes through phases of its own. One that Maven does not have, such as
   * {@code never}, is a way to switch an execution off: only a lifecycle that somebody else brought
   * could have it, and then the command line has a phase of that.
   */
  boolean endsBefore(String phase) {
    return isMavens(phase)
        ? last() >= 0 && place(phase) > last()
        : words.stream().allMatch(word -> word.contains(":") || isMavens(word));
  }

  private static boolean isMavens(String phase) {
    return place(phase) >= 0 || OTHERS.contains(base(phase));
  }

  /** The place of the last phase that is asked for; -1 where only goals are. */
  private int last() {
    return words.stream().mapToInt(CommandLine::place).max().orElse(-1);
  }

  /** Maven 4 knows {@code before:deploy}, {@code after:deploy} and {@code deploy[100]} as well. */
  private static int place(String phase) {
    return PHASES.indexOf(base(phase));
  }

  private static String base(String phase) {
    return phase.replaceFirst("^(before|after):", "").replaceFirst("\\[.*", "");
  }
}
