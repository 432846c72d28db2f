package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;

/** An execution that a child switched off with phase none, as is usual for what a parent binds. */
class DormantExecutionTest {
  @Test
  void whatNeverRunsContradictsNobody() throws Exception {
    PluginExecution ofTheParent = new PluginExecution();
    ofTheParent.setId("default");
    ofTheParent.setPhase("none");
    ofTheParent.addGoal("build");
    ofTheParent.setConfiguration(from("parent:1"));
    PluginExecution own = new PluginExecution();
    own.setId("own");
    own.addGoal("build");
    own.setConfiguration(from("own:1"));
    assertThat(TestModules.settings(null, ofTheParent, own).text("from")).isEqualTo("own:1");
  }

  @Test
  void norDoesItSayAnything() throws Exception {
    PluginExecution ofTheParent = new PluginExecution();
    ofTheParent.setId("default");
    ofTheParent.setPhase("none");
    ofTheParent.addGoal("build");
    ofTheParent.setConfiguration(from("parent:1"));
    assertThat(TestModules.settings(null, ofTheParent).optional("from")).isNull();
  }

  @Test
  void theCommandLineWakesIt() throws Exception {
    PluginExecution dormant = new PluginExecution();
    dormant.setId("release");
    dormant.setPhase("none");
    dormant.setConfiguration(from("release:1"));
    MavenProject project = new MavenProject(new Model());
    project.getBuild().addPlugin(TestModules.plugin(null, dormant));
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of("image:build@release"));
    Settings settings = new Modules(session, TestModules.descriptor()).settings(project);
    assertThat(settings.text("from")).isEqualTo("release:1");
  }

  /** Maven configures a goal of the command line by it, and no other. */
  @Test
  void whatIsForTheCommandLineSpeaksThere() throws Exception {
    PluginExecution forCommandLine = new PluginExecution();
    forCommandLine.setId("default-cli");
    forCommandLine.setConfiguration(from("desk:1"));
    assertThat(TestModules.settings(null, forCommandLine).optional("from")).isNull();
    MavenProject project = new MavenProject(new Model());
    project.getBuild().addPlugin(TestModules.plugin(null, forCommandLine));
    MavenSession session = TestModules.session();
    session.getRequest().setGoals(List.of("image:build"));
    Settings settings = new Modules(session, TestModules.descriptor()).settings(project);
    assertThat(settings.text("from")).isEqualTo("desk:1");
    session.getRequest().setGoals(List.of("image:build@other"));
    settings = new Modules(session, TestModules.descriptor()).settings(project);
    assertThat(settings.optional("from")).isNull();
  }

  private static Xpp3Dom from(String value) {
    return TestModules.configuration("from", value);
  }
}
