package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What is different where the command line names {@code image:build}: it has Maven go through the
 * life cycle as far as {@code package} first, in a fork with a copy of the module.
 */
final class Desk {
  /** The goal. */
  static final String GOAL = "build";

  /** What a build before the phase that images are built in may have bound to an earlier one. */
  private static final Set<String> NOT_IN_A_FORK =
      Set.of(
          "build-multiarch", PublishingGoals.PUSH_ALL, PublishingGoals.MANIFEST, "cleanup-latest");

  private Desk() {}

  /** Whether the session is about images at this desk and nothing else. */
  static boolean isSession(Run run) {
    Modules modules = run.modules();
    return modules.isNamedByHand(GOAL)
        && run.session().getProjects().stream()
            .noneMatch(
                each -> modules.isPublished(each) || modules.isReached(each, "build-multiarch"));
  }

  /**
   * Whether this is a goal of ours that the fork has come to, and that {@code image:build} does
   * itself or does without.
   */
  static boolean isLeftOut(Run run, MavenProject module) {
    return NOT_IN_A_FORK.contains(run.execution().getGoal())
        && run.modules().isNamedByHand(GOAL)
        && isCopy(run, module);
  }

  /** Maven says so of the module that was copied, as long as the fork lasts. */
  private static boolean isCopy(Run run, MavenProject module) {
    return run.session().getAllProjects().stream()
        .anyMatch(each -> each != module && each.getExecutionProject() == module);
  }

  /**
   * Brings what the fork has made to the module: its artifact, without which Maven 3 finds no
   * module's jar in the build of the next one; what is attached; properties that plugins have set.
   *
   * @param executed the copy; null or the module itself where there was no fork
   */
  static void bring(@Nullable MavenProject executed, MavenProject module) {
    if (executed == null || executed == module) {
      return;
    }
    Artifact made = executed.getArtifact();
    if (made != null && made.getFile() != null) {
      module.getArtifact().setFile(made.getFile());
    }
    for (Artifact attached : executed.getAttachedArtifacts()) {
      if (!module.getAttachedArtifacts().contains(attached)) {
        module.addAttachedArtifact(attached);
      }
    }
    module.getProperties().putAll(executed.getProperties());
  }

  /**
   * @throws ConfigurationException where a POM has bound the goal to a phase
   */
  static void refuseBound(MojoExecution execution, MavenProject module) {
    if (execution.getSource() == MojoExecution.Source.LIFECYCLE) {
      throw bound(execution.getExecutionId(), execution.getLifecyclePhase(), module);
    }
  }

  /** What is said of an execution of the goal that is bound. */
  static ConfigurationException bound(
      String executionId, @Nullable String phase, MavenProject module) {
    return new ConfigurationException(
        "image:build is bound to "
            + (phase == null ? "a phase" : "the phase " + phase)
            + " by the execution '"
            + executionId
            + "' of "
            + module.getArtifactId()
            + ": it goes through the life cycle itself, which would run twice. Bind"
            + " build-multiarch instead, and name image:build on the command line, mvn"
            + " image:build");
  }
}
