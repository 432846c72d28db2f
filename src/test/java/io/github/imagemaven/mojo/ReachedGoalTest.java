package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which goals a command line plainly leads to. */
class ReachedGoalTest {
  private static MavenProject bound(@Nullable String phase) {
    PluginExecution execution = new PluginExecution();
    execution.addGoal("push-all");
    execution.setPhase(phase);
    Plugin plugin = new Plugin();
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    plugin.addExecution(execution);
    MavenProject project = new MavenProject(new Model());
    project.getBuild().addPlugin(plugin);
    return project;
  }

  @SuppressWarnings("deprecation") // the constructor of tests, as Maven says
  private static boolean isReached(MavenProject project, String... commandLine) {
    PluginDescriptor descriptor = new PluginDescriptor();
    descriptor.setGroupId("g");
    descriptor.setArtifactId("image");
    descriptor.setGoalPrefix("image");
    DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
    request.setGoals(List.of(commandLine));
    MavenSession session = new MavenSession(null, null, request, new DefaultMavenExecutionResult());
    return new Modules(session, descriptor).isReached(project, "push-all");
  }

  @Test
  void itsPhaseLeadsToIt() {
    assertThat(isReached(bound(null), "deploy")).isTrue();
    assertThat(isReached(bound("install"), "clean", "install")).isTrue();
    assertThat(isReached(bound("install"), "deploy")).isTrue();
  }

  @Test
  void anEarlierPhaseDoesNot() {
    assertThat(isReached(bound(null), "verify")).isFalse();
    assertThat(isReached(bound("install"), "verify")).isFalse();
    assertThat(isReached(bound("none"), "deploy")).isFalse();
  }

  @Test
  void itsNameDoesWithoutABinding() {
    MavenProject project = new MavenProject(new Model());
    assertThat(isReached(project, "package", "image:build-multiarch", "image:push-all")).isTrue();
    assertThat(isReached(project, "g:image:1.0:push-all@id")).isTrue();
    assertThat(isReached(project, "deploy")).isFalse();
  }
}
