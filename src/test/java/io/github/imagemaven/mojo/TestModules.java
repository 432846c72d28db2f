package io.github.imagemaven.mojo;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.DefaultMavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.jspecify.annotations.Nullable;

/** A module's settings as its POM's plugin element has them. */
final class TestModules {
  private TestModules() {}

  /** What a POM has between {@code <configuration>} and its end. */
  static Xpp3Dom configuration(String elements) throws Exception {
    return Xpp3DomBuilder.build(
        new StringReader("<configuration>" + elements + "</configuration>"));
  }

  static Xpp3Dom configuration(String element, String value) {
    Xpp3Dom configuration = new Xpp3Dom("configuration");
    Xpp3Dom child = new Xpp3Dom(element);
    child.setValue(value);
    configuration.addChild(child);
    return configuration;
  }

  /**
   * A module with a folder of its own, whose POM has the plugin with one execution of the goals.
   */
  static MavenProject module(
      Path root, String name, String packaging, String version, String... goals)
      throws IOException {
    Model model = new Model();
    model.setGroupId("it");
    model.setArtifactId(name);
    model.setVersion(version);
    model.setPackaging(packaging);
    Path folder = Files.createDirectories(root.resolve(name));
    model.setBuild(new Build());
    model.getBuild().setDirectory(folder.resolve("target").toString());
    model.getBuild().setOutputDirectory(folder.resolve("target/classes").toString());
    model.getBuild().setFinalName(name);
    MavenProject module = new MavenProject(model);
    module.setOriginalModel(model);
    module.setFile(folder.resolve("pom.xml").toFile());
    PluginExecution execution = new PluginExecution();
    execution.setGoals(List.of(goals));
    module.getBuild().addPlugin(plugin(null, execution));
    return module;
  }

  static PluginDescriptor descriptor() throws Exception {
    PluginDescriptor descriptor = new PluginDescriptor();
    descriptor.setGroupId("g");
    descriptor.setArtifactId("image");
    descriptor.setGoalPrefix("image");
    MojoDescriptor goal = new MojoDescriptor();
    goal.setGoal("build");
    for (String name : List.of("from", "name", "skip", "skipPush")) {
      Parameter parameter = new Parameter();
      parameter.setName(name);
      parameter.setExpression("${image." + name + "}");
      goal.addParameter(parameter);
    }
    descriptor.addMojo(goal);
    return descriptor;
  }

  static Plugin plugin(@Nullable Xpp3Dom configuration, PluginExecution... executions) {
    Plugin plugin = new Plugin();
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    plugin.setConfiguration(configuration);
    for (PluginExecution execution : executions) {
      plugin.addExecution(execution);
    }
    return plugin;
  }

  @SuppressWarnings("deprecation") // the constructor of tests, as Maven says
  static MavenSession session() {
    return new MavenSession(
        null, null, new DefaultMavenExecutionRequest(), new DefaultMavenExecutionResult());
  }

  static Settings settings(@Nullable Xpp3Dom configuration, PluginExecution... executions)
      throws Exception {
    MavenProject project = new MavenProject(new Model());
    project.getBuild().addPlugin(plugin(configuration, executions));
    return new Modules(session(), descriptor()).settings(project);
  }
}
