package io.github.imagemaven.mojo;

import io.github.imagemaven.build.SampleMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
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
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.jspecify.annotations.Nullable;

/** A module's settings as its POM's plugin element has them. */
final class TestModules {
  private static final Pattern SETTING =
      Pattern.compile(
          "property = \"(image\\.[A-Za-z.]+)\"(?:, defaultValue = \"([^\"]+)\")?\\)"
              + "\\s+private @Nullable String ([A-Za-z]+);");

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

  /** Its class and its jar, as a compiler and maven-jar-plugin leave them. */
  static void compile(MavenProject module) throws IOException {
    Path target = Path.of(module.getBuild().getDirectory());
    String file = SampleMain.class.getName().replace('.', '/') + ".class";
    Path compiled = target.resolve("classes").resolve(file);
    Files.createDirectories(compiled.getParent());
    try (InputStream bytes = SampleMain.class.getResourceAsStream("SampleMain.class")) {
      Files.write(compiled, bytes.readAllBytes());
    }
    Path jar = target.resolve(module.getArtifactId() + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(file));
      Files.copy(compiled, out);
    }
    DefaultArtifact artifact =
        new DefaultArtifact(
            "it",
            module.getArtifactId(),
            module.getVersion(),
            null,
            "jar",
            null,
            new DefaultArtifactHandler("jar"));
    artifact.setFile(jar.toFile());
    module.setArtifact(artifact);
  }

  /**
   * With every goal and setting that there is, as the descriptor that Maven makes of the source.
   */
  static PluginDescriptor whole() throws Exception {
    PluginDescriptor plugin = new PluginDescriptor();
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    plugin.setVersion("1");
    plugin.setGoalPrefix("image");
    declare(plugin, "validate-tag", "validate");
    declare(plugin, "build-multiarch", "pre-integration-test");
    declare(plugin, "push-all", "deploy");
    declare(plugin, "cleanup-latest", "deploy");
    declare(plugin, "manifest", null);
    declare(plugin, "build", null);
    return plugin;
  }

  private static void declare(PluginDescriptor plugin, String name, @Nullable String phase)
      throws Exception {
    MojoDescriptor goal = new MojoDescriptor();
    goal.setGoal(name);
    goal.setPhase(phase);
    goal.setPluginDescriptor(plugin);
    String declared =
        Files.readString(Path.of("src/main/java/io/github/imagemaven/mojo/DeclaredSettings.java"));
    for (MatchResult setting : SETTING.matcher(declared).results().toList()) {
      Parameter parameter = new Parameter();
      parameter.setName(setting.group(3));
      parameter.setExpression("${" + setting.group(1) + "}");
      parameter.setDefaultValue(setting.group(2));
      goal.addParameter(parameter);
    }
    plugin.addMojo(goal);
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
        null,
        new DefaultRepositorySystemSession(),
        new DefaultMavenExecutionRequest(),
        new DefaultMavenExecutionResult());
  }

  static Settings settings(@Nullable Xpp3Dom configuration, PluginExecution... executions)
      throws Exception {
    MavenProject project = new MavenProject(new Model());
    project.getBuild().addPlugin(plugin(configuration, executions));
    return new Modules(session(), descriptor()).settings(project);
  }
}
