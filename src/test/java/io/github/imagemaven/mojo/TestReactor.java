package io.github.imagemaven.mojo;

import io.github.imagemaven.build.SampleMain;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.AbstractExecutionListener;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;

/**
 * A session of {@code mvn deploy} over modules with an application each, compiled already, whose
 * goals are run one by one in an environment of the test's own, without Maven.
 */
public final class TestReactor {
  final Map<String, String> environment = new HashMap<>();
  final ByteArrayOutputStream console = new ByteArrayOutputStream();
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  final MavenSession session = TestModules.session();
  private final PluginDescriptor plugin;
  private final List<MavenProject> modules = new ArrayList<>();

  /**
   * Without modules.
   *
   * @param environment of Maven's process
   */
  TestReactor(Map<String, String> environment) throws Exception {
    this.environment.putAll(environment);
    this.plugin = TestModules.whole();
    session.getRequest().setGoals(List.of("deploy"));
    session.getRequest().setProxies(List.of());
    session.getRequest().setServers(List.of());
    session.getRequest().setExecutionListener(new AbstractExecutionListener() {});
  }

  /** With a module {@code parent} and more of these names, without an environment. */
  TestReactor(Path root, String... names) throws Exception {
    this(Map.of());
    add(root.resolve("parent"), "pom", "1.0-SNAPSHOT");
    for (String name : names) {
      add(root.resolve(name), "jar", "1.0-SNAPSHOT");
    }
  }

  /** A module in a folder of its name, and its jar where it has one. */
  MavenProject add(Path folder, String packaging, String version) throws IOException {
    String name = folder.getFileName().toString();
    MavenProject module =
        TestModules.module(
            folder.getParent(),
            name,
            packaging,
            version,
            "validate-tag",
            "build-multiarch",
            "push-all",
            "cleanup-latest");
    set(module, "mainClass", SampleMain.class.getName());
    set(module, "from", "scratch");
    set(module, "retry.delay", "1ms");
    if (packaging.equals("jar")) {
      TestModules.compile(module);
    }
    modules.add(module);
    session.setProjects(modules);
    session.setAllProjects(modules);
    return module;
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
    set(module(module), setting, value);
    return this;
  }

  /** A property of a module's POM. */
  static void set(MavenProject module, String setting, String value) {
    module.getProperties().setProperty("image." + setting, value);
  }

  /** {@code -D}. */
  void byHand(String setting, String value) {
    session.getUserProperties().setProperty("image." + setting, value);
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
    Run run =
        run(
            goal,
            session,
            plugin,
            module,
            new Surroundings(environment, console),
            log(lines, warnings));
    mojo(goal).execute(run, module);
  }

  private static Run run(
      String goal,
      MavenSession session,
      PluginDescriptor plugin,
      MavenProject module,
      Surroundings surroundings,
      Log log) {
    session.setCurrentProject(module);
    MojoExecution execution =
        goal.equals(Desk.GOAL)
            ? new MojoExecution(plugin.getMojo(goal), "default-cli", MojoExecution.Source.CLI)
            : new MojoExecution(plugin.getMojo(goal), "default");
    return new Run(session, execution, any -> null, log, surroundings);
  }

  private static ImageMojo mojo(String goal) {
    return switch (goal) {
      case "validate-tag" -> new ValidateTagMojo(any -> null);
      case "build-multiarch" -> new BuildMultiarchMojo(any -> null);
      case "build" -> new BuildMojo(any -> null);
      case "manifest" -> new ManifestMojo(any -> null);
      case "cleanup-latest" -> new CleanupLatestMojo(any -> null);
      default -> new PushAllMojo(any -> null);
    };
  }

  /** A goal's work alone, whose failure is our own and is told nobody else. */
  void work(String goal, MavenProject module) throws IOException {
    Surroundings surroundings = new Surroundings(environment, console);
    Run run = run(goal, session, plugin, module, surroundings, log(lines, warnings));
    mojo(goal).run(run, module);
  }

  /** The work of {@code mvn deploy}, as far as it is ours, one module after the other. */
  void deploy(MavenProject... modules) throws IOException {
    for (MavenProject module : modules) {
      for (String goal : List.of("validate-tag", "build-multiarch", "push-all")) {
        work(goal, module);
      }
    }
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

  /** What goals tell each other of a module. */
  ModuleState state(String module) {
    return new ModuleState(session.getPluginContext(plugin, module(module)));
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
