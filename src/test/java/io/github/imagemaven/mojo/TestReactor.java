package io.github.imagemaven.mojo;

import io.github.imagemaven.report.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;

/**
 * A session of {@code mvn deploy} over a parent and modules with an application each, whose goals
 * are run one by one in an environment of the test's own.
 */
public final class TestReactor {
  private static final Pattern SETTING =
      Pattern.compile(
          "property = \"(image\\.[A-Za-z.]+)\"(?:, defaultValue = \"([^\"]+)\")?\\)"
              + "\\s+private @Nullable String ([A-Za-z]+);");

  final Map<String, String> environment = new HashMap<>();
  final ByteArrayOutputStream console = new ByteArrayOutputStream();
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  final MavenSession session = TestModules.session();
  private final Path root;
  private final PluginDescriptor plugin = new PluginDescriptor();
  private final List<MavenProject> modules = new ArrayList<>();

  TestReactor(Path root, String... names) throws Exception {
    this.root = root;
    plugin.setGroupId("g");
    plugin.setArtifactId("image");
    plugin.setVersion("1");
    plugin.setGoalPrefix("image");
    declare("validate-tag", "validate");
    declare("build-multiarch", "pre-integration-test");
    declare("push-all", "deploy");
    modules.add(module("parent", "pom"));
    for (String name : names) {
      modules.add(module(name, "jar"));
      compile(name);
    }
    session.getRequest().setGoals(List.of("deploy"));
    session.getRequest().setProxies(List.of());
    session.getRequest().setServers(List.of());
    session.getRequest().setExecutionListener(new AbstractExecutionListener() {});
    session.setProjects(modules);
    session.setAllProjects(modules);
  }

  /** With every setting that there is, as the descriptor that Maven makes of the same source. */
  private void declare(String name, String phase) throws Exception {
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

  private MavenProject module(String name, String packaging) throws IOException {
    MavenProject module =
        TestModules.module(
            root, name, packaging, "1.0-SNAPSHOT", "validate-tag", "build-multiarch", "push-all");
    module.getProperties().setProperty("image.mainClass", "it.Main");
    module.getProperties().setProperty("image.from", "scratch");
    module.getProperties().setProperty("image.retry.delay", "1ms");
    return module;
  }

  private void compile(String name) throws IOException {
    MavenProject module = module(name);
    Path source = root.resolve(name).resolve("src/main/java/it/Main.java");
    Files.createDirectories(source.getParent());
    if (Files.notExists(source)) { // a session that goes on where another one failed
      Files.writeString(
          source, "package it; public class Main { public static void main(String[] a) {} }");
    }
    Path classes = Files.createDirectories(root.resolve(name).resolve("target/classes"));
    String[] arguments = {"-d", classes.toString(), "--release", "17", source.toString()};
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments) != 0) {
      throw new IOException("the compiler refuses " + source);
    }
    Path jar = root.resolve(name).resolve("target").resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("it/Main.class"));
      Files.copy(classes.resolve("it/Main.class"), out);
    }
    DefaultArtifact artifact =
        new DefaultArtifact(
            "it", name, "1.0-SNAPSHOT", null, "jar", null, new DefaultArtifactHandler("jar"));
    artifact.setFile(jar.toFile());
    module.setArtifact(artifact);
  }

  MavenProject module(String name) {
    return modules.stream()
        .filter(each -> each.getArtifactId().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The module's {@code target/image}. */
  Path directory(String module) {
    return BuildRequests.imageDirectory(module(module));
  }

  /**
   * What was pushed.
   *
   * @param type {@code branch} or {@code tag}
   */
  TestReactor onGitHub(String type, String name) {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_EVENT_NAME", "push");
    environment.put("GITHUB_REF_TYPE", type);
    environment.put("GITHUB_REF_NAME", name);
    environment.put("GITHUB_SHA", "c".repeat(40));
    return this;
  }

  TestReactor set(String setting, String value) {
    modules.forEach(each -> set(each.getArtifactId(), setting, value));
    return this;
  }

  TestReactor set(String module, String setting, String value) {
    module(module).getProperties().setProperty("image." + setting, value);
    return this;
  }

  /** What Maven comes to first in every module, in the order of modules. */
  void goal(String goal) throws MojoExecutionException {
    for (MavenProject module : modules) {
      goal(goal, module.getArtifactId());
    }
  }

  void goal(String goal, String module) throws MojoExecutionException {
    run(goal, session, plugin, module(module), environment, console, lines, warnings);
  }

  /** Public, with types of the JDK and of Maven only, for another class loader to call. */
  public static void run(
      String goal,
      MavenSession session,
      PluginDescriptor plugin,
      MavenProject module,
      Map<String, String> environment,
      OutputStream console,
      List<String> lines,
      List<String> warnings)
      throws MojoExecutionException {
    session.setCurrentProject(module);
    Run run =
        new Run(
            session,
            new MojoExecution(plugin.getMojo(goal), "default"),
            x -> null,
            log(lines, warnings),
            new Surroundings(environment, console));
    ImageMojo mojo =
        switch (goal) {
          case "validate-tag" -> new ValidateTagMojo(x -> null);
          case "build-multiarch" -> new BuildMultiarchMojo(x -> null);
          default -> new PushAllMojo(x -> null);
        };
    mojo.execute(run, module);
  }

  private static Log log(List<String> lines, List<String> warnings) {
    return new Log() {
      @Override
      public void debug(String line) {}

      @Override
      public void info(String line) {
        lines.add(line);
      }

      @Override
      public void warn(String line) {
        warnings.add(line);
      }
    };
  }

  PluginDescriptor plugin() {
    return plugin;
  }

  /** As Maven does when the last goal has ended, one that failed too. */
  void end() {
    session.getRequest().getExecutionListener().sessionEnded(null);
  }

  /** A goal that fails, as Maven notes it. */
  MojoExecutionException failing(String goal, String module) {
    try {
      goal(goal, module);
    } catch (MojoExecutionException e) {
      session.getResult().addException(e);
      return e;
    }
    throw new AssertionError(goal + " of " + module + " was to fail");
  }
}
