package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** What {@code -rf} is taken to have passed over. */
class ResumedGoalsTest {
  private static MavenProject module(String name, boolean binds) {
    Model model = new Model();
    model.setGroupId("it");
    model.setArtifactId(name);
    model.setVersion("1");
    MavenProject module = new MavenProject(model);
    if (binds) {
      PluginExecution execution = new PluginExecution();
      execution.addGoal("push-all");
      module.getBuild().addPlugin(TestModules.plugin(null, execution));
    }
    return module;
  }

  /** {@code mvn package image:build-multiarch image:push-all -rf :second}. */
  @Test
  void goalsOfTheCommandLineCountAsMuchAsThoseOfThePom() throws Exception {
    MavenProject first = module("first", false);
    MavenProject second = module("second", false);
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of("package", "image:build-multiarch", "image:push-all"));
    session.getRequest().setResumeFrom(":second");
    session.setAllProjects(List.of(first, second));
    session.setProjects(List.of(second));
    Modules modules = new Modules(session, TestModules.descriptor());
    assertThat(modules.running("push-all")).containsExactly(second);
    assertThat(modules.resumedPast("push-all")).containsExactly(first);
  }

  @Test
  void whereTheSessionEndsBeforeTheGoalNobodyIsExpected() throws Exception {
    MavenProject first = module("first", true);
    MavenProject second = module("second", true);
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of("verify"));
    session.getRequest().setResumeFrom(":second");
    session.setAllProjects(List.of(first, second));
    session.setProjects(List.of(second));
    Modules modules = new Modules(session, TestModules.descriptor());
    assertThat(modules.running("push-all")).isEmpty();
    assertThat(modules.resumedPast("push-all")).isEmpty();
  }
}
