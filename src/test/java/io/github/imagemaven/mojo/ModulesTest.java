package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagemaven.report.ConfigurationException;
import java.io.StringReader;
import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

/** What executions say about one image. */
class ModulesTest {
  private final Plugin plugin = new Plugin();
  private final PluginDescriptor descriptor = new PluginDescriptor();

  private static Xpp3Dom configuration(String elements) throws Exception {
    return Xpp3DomBuilder.build(
        new StringReader("<configuration>" + elements + "</configuration>"));
  }

  /** As Maven does, an execution gets the plugin's elements where it has none of that name. */
  private void execution(String id, String elements) throws Exception {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    execution.setConfiguration(
        Xpp3Dom.mergeXpp3Dom(
            configuration(elements),
            plugin.getConfiguration() == null
                ? null
                : new Xpp3Dom((Xpp3Dom) plugin.getConfiguration())));
    plugin.addExecution(execution);
  }

  @SuppressWarnings("deprecation") // the constructor of tests, as Maven says
  private Settings settings() throws Exception {
    descriptor.setGroupId("g");
    descriptor.setArtifactId("image");
    MojoDescriptor goal = new MojoDescriptor();
    goal.setGoal("build");
    for (String name : List.of("from", "name")) {
      Parameter parameter = new Parameter();
      parameter.setName(name);
      parameter.setExpression("${image." + name + "}");
      goal.addParameter(parameter);
    }
    descriptor.addMojo(goal);
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    Model model = new Model();
    MavenProject project = new MavenProject(model);
    project.getBuild().addPlugin(plugin);
    MavenSession session =
        new MavenSession(
            null, null, new DefaultMavenExecutionRequest(), new DefaultMavenExecutionResult());
    return new Modules(session, descriptor).settings(project);
  }

  @Test
  void twoExecutionsMayNotContradictEachOther() throws Exception {
    execution("one", "<from>a</from>");
    execution("two", "<from>b</from>");
    assertThatThrownBy(this::settings)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("image.from", "execution one", "in two")
        .hasMessageNotContaining("'a'"); // it may be a password among image.args
  }

  @Test
  void theyMaySayTheSameAndDifferentThings() throws Exception {
    execution("one", "<from>a</from>");
    execution("two", "<from>a</from><name>n</name>");
    Settings settings = settings();
    assertThat(settings.text("from")).isEqualTo("a");
    assertThat(settings.text("name")).isEqualTo("n");
  }

  @Test
  void oneOfThemMayDifferFromThePlugin() throws Exception {
    plugin.setConfiguration(configuration("<from>plugin</from><name>n</name>"));
    execution("one", "");
    execution("two", "<from>b</from>");
    execution("three", "");
    Settings settings = settings();
    assertThat(settings.text("from")).isEqualTo("b");
    assertThat(settings.text("name")).isEqualTo("n");
  }

  @Test
  void twoThatDifferFromThePluginMustAgree() throws Exception {
    plugin.setConfiguration(configuration("<from>plugin</from>"));
    execution("one", "<from>a</from>");
    execution("two", "<from>b</from>");
    assertThatThrownBy(this::settings).hasMessageContainingAll("execution one", "in two");
  }
}
