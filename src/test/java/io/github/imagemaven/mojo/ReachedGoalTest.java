package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which goals a command line plainly leads to. */
class ReachedGoalTest {
  private static MavenProject bound(@Nullable String phase) {
    PluginExecution execution = new PluginExecution();
    execution.addGoal("push-all");
    execution.setPhase(phase);
    MavenProject project = new MavenProject(new Model());
    project.getBuild().addPlugin(TestModules.plugin(null, execution));
    return project;
  }

  private static boolean isReached(MavenProject project, String... commandLine) throws Exception {
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of(commandLine));
    return new Modules(session, TestModules.descriptor()).isReached(project, "push-all");
  }

  @Test
  void itsPhaseLeadsToIt() throws Exception {
    assertThat(isReached(bound(null), "deploy")).isTrue();
    assertThat(isReached(bound("install"), "clean", "install")).isTrue();
    assertThat(isReached(bound("install"), "deploy")).isTrue();
    assertThat(isReached(bound("package"), "verify")).isTrue();
  }

  @Test
  void anEarlierPhaseDoesNot() throws Exception {
    assertThat(isReached(bound(null), "verify")).isFalse();
    assertThat(isReached(bound("install"), "verify")).isFalse();
    assertThat(isReached(bound("none"), "deploy")).isFalse();
  }

  @Test
  void itsNameDoesWithoutABinding() throws Exception {
    MavenProject project = new MavenProject(new Model());
    assertThat(isReached(project, "package", "image:build-multiarch", "image:push-all")).isTrue();
    assertThat(isReached(project, "g:image:1.0:push-all@id")).isTrue();
    assertThat(isReached(project, "deploy")).isFalse();
  }
}
