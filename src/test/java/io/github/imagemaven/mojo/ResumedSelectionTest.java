package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;

/** {@code mvn deploy -pl !docs,!last -rf :second}: nobody was to build docs and last. */
class ResumedSelectionTest {
  private static MavenProject module(String name) {
    Model model = new Model();
    model.setGroupId("it");
    model.setArtifactId(name);
    model.setVersion("1");
    MavenProject module = new MavenProject(model);
    PluginExecution execution = new PluginExecution();
    execution.addGoal("push-all");
    module.getBuild().addPlugin(TestModules.plugin(null, execution));
    return module;
  }

  @Test
  void whatWasLeftOutWasNotResumedPast() throws Exception {
    MavenProject docs = module("docs");
    MavenProject first = module("first");
    MavenProject second = module("second");
    MavenProject last = module("last");
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of("deploy"));
    session.getRequest().setResumeFrom(":second");
    session.getRequest().setExcludedProjects(List.of("docs", "last"));
    session.setAllProjects(List.of(docs, first, second, last));
    session.setProjects(List.of(second));
    Modules modules = new Modules(session, TestModules.descriptor());
    assertThat(modules.resumedPast("push-all")).containsExactly(first);
  }
}
