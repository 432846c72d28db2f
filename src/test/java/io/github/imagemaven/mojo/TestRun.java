package io.github.imagemaven.mojo;

import io.github.imagemaven.build.SampleMain;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;

/** A session of {@code mvn deploy} whose modules are built already, goal by goal, without Maven. */
final class TestRun {
  private static final Pattern SETTING =
      Pattern.compile("property = \"(image\\.[A-Za-z.]+)\"(?:, defaultValue = \"([^\"]+)\")?");

  final MavenSession session = TestModules.session();
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> environment;
  private final PluginDescriptor plugin = new PluginDescriptor();

  /**
   * @param environment of Maven's process
   */
  TestRun(Map<String, String> environment) throws Exception {
    this.environment = environment;
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    plugin.setVersion("1");
    plugin.setGoalPrefix("image");
    for (String name : List.of("validate-tag", "build-multiarch", "push-all")) {
      MojoDescriptor goal = new MojoDescriptor();
      goal.setGoal(name);
      goal.setPluginDescriptor(plugin);
      plugin.addMojo(goal);
    }
    String declared =
        Files.readString(Path.of("src/main/java/io/github/imagemaven/mojo/DeclaredSettings.java"));
    for (var setting : SETTING.matcher(declared).results().toList()) {
      Parameter parameter = new Parameter();
      parameter.setName(setting.group(1).substring("image.".length()));
      parameter.setExpression("${" + setting.group(1) + "}");
      parameter.setDefaultValue(setting.group(2));
      plugin.getMojo("validate-tag").addParameter(parameter);
    }
    session.getRequest().setGoals(List.of("deploy"));
    session.getRequest().setProxies(List.of());
    session.getRequest().setServers(List.of());
  }

  /** A module with an application, its jar and one setting that every test wants. */
  MavenProject module(Path folder, String version, String registries) throws Exception {
    String name = folder.getFileName().toString();
    Model model = new Model();
    model.setGroupId("it");
    model.setArtifactId(name);
    model.setVersion(version);
    model.setPackaging("jar");
    model.setBuild(new Build());
    Path target = folder.resolve("target");
    model.getBuild().setDirectory(target.toString());
    model.getBuild().setOutputDirectory(target.resolve("classes").toString());
    model.getBuild().setFinalName(name);
    MavenProject module = new MavenProject(model);
    module.setOriginalModel(model);
    module.setFile(folder.resolve("pom.xml").toFile());
    PluginExecution execution = new PluginExecution();
    execution.setGoals(List.of("validate-tag", "build-multiarch", "push-all"));
    module.getBuild().addPlugin(TestModules.plugin(null, execution));
    set(module, "mainClass", SampleMain.class.getName());
    set(module, "from", "scratch");
    set(module, "platforms", "linux/amd64");
    set(module, "registries", registries);
    set(module, "retry.attempts", "1");
    compile(module, target);
    List<MavenProject> modules = new ArrayList<>();
    if (session.getAllProjects() != null) {
      modules.addAll(session.getAllProjects());
    }
    modules.add(module);
    session.setProjects(modules);
    session.setAllProjects(modules);
    return module;
  }

  private static void compile(MavenProject module, Path target) throws IOException {
    String file = SampleMain.class.getName().replace('.', '/') + ".class";
    Path compiled = target.resolve("classes").resolve(file);
    Files.createDirectories(compiled.getParent());
    try (InputStream bytes = SampleMain.class.getResourceAsStream("SampleMain.class")) {
      Files.write(compiled, bytes.readAllBytes());
    }
    Path jar = target.resolve(module.getArtifactId() + ".jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
    DefaultArtifact artifact =
        new DefaultArtifact(
            "it",
            module.getArtifactId(),
            module.getVersion(),
            "compile",
            "jar",
            null,
            new DefaultArtifactHandler("jar"));
    artifact.setFile(jar.toFile());
    module.setArtifact(artifact);
  }

  /** A property of the module's POM. */
  static void set(MavenProject module, String setting, String value) {
    module.getProperties().setProperty("image." + setting, value);
  }

  /** {@code -D}. */
  void byHand(String setting, String value) {
    session.getUserProperties().setProperty("image." + setting, value);
  }

  /** What a goal knows. */
  Run run(MavenProject module) {
    session.setCurrentProject(module);
    return new Run(
        session,
        execution("validate-tag"),
        any -> null,
        new Lines(),
        new Surroundings(environment, OutputStream.nullOutputStream()));
  }

  private MojoExecution execution(String goal) {
    return new MojoExecution(plugin.getMojo(goal), "default");
  }

  void validate(MavenProject module) {
    new SessionCheck(run(module)).check(module);
  }

  void build(MavenProject module) throws Exception {
    BuildMultiarchMojo goal = new BuildMultiarchMojo(any -> null);
    Field execution = ImageMojo.class.getDeclaredField("execution");
    execution.setAccessible(true); // as Maven does it
    execution.set(goal, execution("build-multiarch"));
    goal.run(run(module), module);
  }

  void push(MavenProject module) throws Exception {
    new PushAllMojo(any -> null).run(run(module), module);
  }

  /** {@code mvn deploy}, as far as it is ours. */
  void deploy(MavenProject... modules) throws Exception {
    for (MavenProject module : modules) {
      validate(module);
      build(module);
      push(module);
    }
  }

  private final class Lines implements Log {
    @Override
    public void debug(String line) {}

    @Override
    public void info(String line) {
      lines.add(line);
    }

    @Override
    public void warn(String line) {
      lines.add("warning: " + line);
    }
  }
}
