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

  /** The place of a phase in the default lifecycle, from 0; -1 for one that is none of it. */
  static int place(String phase) {
    return PHASES.indexOf(phase);
  }

  /** With the others; a phase is reached by a word of its own lifecycle. */
  private static final List<List<String>> LIFECYCLES =
      List.of(
          PHASES,
          List.of("pre-clean", "clean", "post-clean"),
          List.of("pre-site", "site", "post-site", "site-deploy"));

  /** Those that Maven 4 has put between them. */
  private static final Set<String> OF_MAVEN_4 =
      Set.of(
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
    return words.stream().filter(this::isOurs);
  }

  private boolean isOurs(String word) {
    String[] parts = withoutId(word).split(":", -1);
    return (parts.length > 1 && parts[0].equals(plugin.getGoalPrefix()))
        || (parts.length > 2 && parts[1].equals(plugin.getArtifactId()));
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
    List<String> lifecycle = lifecycle(phase);
    return words.contains(phase)
        || (!lifecycle.isEmpty() && place(phase, lifecycle) <= last(lifecycle));
  }

  /**
   * Whether the session plainly does not get to a phase. Of one between Maven's own nobody knows,
   * nor of a goal that goes through phases of its own. One that Maven does not have, such as {@code
   * never}, is a way to switch an execution off: only a lifecycle that somebody else brought could
   * have it, and then the command line has a phase of that.
   */
  boolean endsBefore(String phase) {
    if (OF_MAVEN_4.contains(base(phase))) {
      return false;
    }
    List<String> lifecycle = lifecycle(phase);
    if (lifecycle.isEmpty()) {
      return words.stream().allMatch(word -> word.contains(":") || isMavens(word));
    }
    return place(phase, lifecycle) > last(lifecycle)
        && words.stream().noneMatch(this::mayLeadAnywhere);
  }

  /**
   * A goal may go through phases, unless it is ours; where one between Maven's own lies is Maven's
   * to say.
   */
  private boolean mayLeadAnywhere(String word) {
    return lifecycle(word).isEmpty() && !isOurs(word) && (word.contains(":") || isMavens(word));
  }

  /**
   * Whether Maven has a phase; {@code none}, {@code never} and an empty one are ways to switch an
   * execution off.
   */
  static boolean isMavens(String phase) {
    return !lifecycle(phase).isEmpty() || OF_MAVEN_4.contains(base(phase));
  }

  /** The phases of the lifecycle that a phase is of; none where it is of none. */
  private static List<String> lifecycle(String phase) {
    return LIFECYCLES.stream()
        .filter(each -> each.contains(base(phase)))
        .findFirst()
        .orElse(List.of());
  }

  /** The place in a lifecycle of the last phase that is asked for; -1 where none is. */
  private int last(List<String> lifecycle) {
    return words.stream().mapToInt(word -> place(word, lifecycle)).max().orElse(-1);
  }

  /** Maven 4 knows {@code before:deploy}, {@code after:deploy} and {@code deploy[100]} as well. */
  private static int place(String phase, List<String> lifecycle) {
    return lifecycle.indexOf(base(phase));
  }

  private static String base(String phase) {
    return phase.replaceFirst("^(before|after):", "").replaceFirst("\\[.*", "");
  }
}
