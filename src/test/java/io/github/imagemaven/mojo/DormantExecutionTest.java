package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.model.PluginExecution;
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

  private static Xpp3Dom from(String value) {
    return TestModules.configuration("from", value);
  }
}
