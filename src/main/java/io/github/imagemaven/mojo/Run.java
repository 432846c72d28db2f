package io.github.imagemaven.mojo;

import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.ci.CiSystem;
import io.github.imagemaven.ci.CiSystems;
import io.github.imagemaven.registry.HostLimits;
import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.registry.RegistryOptions;
import io.github.imagemaven.release.Checkout;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.release.GitNames;
import io.github.imagemaven.release.ReleaseTags;
import io.github.imagemaven.release.Revision;
import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.report.SteadyLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/** One goal at work in one session: what it knows of Maven, and the way to everything else. */
final class Run {
  private static final String CLIENTS = "image.clients";

  private final MavenSession session;
  private final MojoExecution execution;
  private final PluginDescriptor plugin;
  private final SettingsDecrypter decrypter;
  private final CiSystem ci;
  private final Announcements announcements;
  private final Log log;
  private final Map<String, String> environment;
  private final @Nullable TerminalProgress progress;
  private final Map<MavenProject, Settings> settings = new ConcurrentHashMap<>();
  private final Map<MavenProject, ReleaseTags> tags = new ConcurrentHashMap<>();
  private final Instant began = Instant.now();

  /** One where no CI system is. */
  Run(MavenSession session, MojoExecution execution, SettingsDecrypter decrypter, Log log) {
    this(session, execution, decrypter, log, Surroundings.NONE);
  }

  Run(
      MavenSession session,
      MojoExecution execution,
      SettingsDecrypter decrypter,
      Log log,
      Surroundings surroundings) {
    this.session = session;
    this.execution = execution;
    this.environment = surroundings.environment();
    this.plugin = execution.getMojoDescriptor().getPluginDescriptor();
    this.decrypter = decrypter;
    this.progress = TerminalProgress.of(session);
    Log steady = SteadyLog.of(log);
    Log unheard = progress == null ? steady : progress.beside(steady);
    this.announcements =
        new Announcements(
            ci(session, surroundings, unheard), () -> new Said(shared("image.announced")));
    this.log = announcements.with(unheard);
    this.ci = ci(session, surroundings, announcements.onceWith(unheard));
  }

  private static CiSystem ci(MavenSession session, Surroundings surroundings, Log told) {
    Path directory = BuildRequests.imageDirectory(session.getTopLevelProject());
    return CiSystems.of(surroundings.environment(), directory, surroundings.console(), told);
  }

  /** What runs this build. */
  CiSystem ci() {
    return ci;
  }

  /** What of this session is shown on the CI system's page. */
  Announcements announcements() {
    return announcements;
  }

  Log log() {
    return log;
  }

  /** Says lines that belong together: with {@code -T} no other module's come between them. */
  void say(List<String> lines) {
    synchronized (shared("image.said")) {
      lines.forEach(log::info);
    }
  }

  /** The execution of the goal. */
  MojoExecution execution() {
    return execution;
  }

  MavenSession session() {
    return session;
  }

  Map<String, String> environment() {
    return environment;
  }

  Modules modules() {
    return new Modules(session, plugin);
  }

  /** A module's settings, read once a goal. */
  Settings settings(MavenProject module) {
    return settings.computeIfAbsent(module, modules()::settings);
  }

  /**
   * Whether it is plain before anything is compiled that a module has an image: its POM says so, or
   * there is nothing else that this session could be about.
   */
  boolean isImageCertain(MavenProject module) {
    return NoImage.isCertain(settings(module), module) || modules().isAlone(module);
  }

  /**
   * Which tags this run may publish of a module, and whether it may.
   *
   * @throws io.github.imagemaven.report.ImageException as {@link RunTags#of}
   */
  ReleaseTags releaseTags(MavenProject module) {
    return tags.computeIfAbsent(
        module, each -> RunTags.of(context(), settings(each), each, checkout(each)));
  }

  /** What started this run. */
  RunContext context() {
    return ci.context().orElseGet(RunContext::desk);
  }

  /** What git has said is kept for the whole session, since goals change files. */
  private Checkout checkout(MavenProject module) {
    Path folder = module.getBasedir().toPath();
    GitNames git = GitNames.ofThisMachine(environment, log);
    ConcurrentMap<String, String> known = shared("image.gitNames");
    return new Checkout(
        () -> commit(module), () -> git.tags(folder, known), () -> git.branch(folder, known));
  }

  /** How a module's registries are spoken to. */
  RegistryOptions options(Settings settings) {
    return Connections.options(settings, new SettingsXml(session, decrypter), plugin.getVersion());
  }

  /** Opens what a goal needs to reach stores; the caller closes it. */
  Connections connect(Settings settings, MavenProject module) {
    Object before = this.<Object>shared(CLIENTS).remove(module.getId());
    return Connections.open(
        settings,
        module,
        new SettingsXml(session, decrypter),
        plugin.getVersion(),
        log,
        progress(),
        hostLimits(),
        before instanceof RegistryClient client ? client : null);
  }

  /** Leaves a module's connections to its next goal. */
  void keep(MavenProject module, Connections connections) {
    this.<Object>shared(CLIENTS).put(module.getId(), connections.keep());
  }

  /** The session's, so that modules built at once are together as modest as one. */
  private HostLimits hostLimits() {
    return new HostLimits(
        shared("image.requests"), shared("image.downloads"), shared("image.waits"));
  }

  /** What the goals of this plugin tell each other about a module; JDK types only. */
  ModuleState state(MavenProject module) {
    return new ModuleState(session.getPluginContext(plugin, module));
  }

  /**
   * A map that all modules of the session share, across class loaders if it must be, so JDK types
   * only. It is not in a module's plugin context: where two threads ask for one that is not there
   * yet, Maven makes two of it, and what one of them is given is lost.
   */
  @SuppressWarnings("unchecked") // nobody but this method puts something under our own keys
  <V> ConcurrentMap<String, V> shared(String key) {
    SessionData data = session.getRepositorySession().getData();
    String own = plugin.getPluginLookupKey() + ":" + key;
    if (data.get(own) == null) {
      data.set(own, null, new ConcurrentHashMap<String, V>()); // not where another was faster
    }
    return (ConcurrentMap<String, V>) data.get(own);
  }

  /** The engines of this machine, each asked once a session. */
  Engines engines() {
    return new Engines(environment, shared("image.engines"));
  }

  /** The commit a module is built from; null where nobody knows. Asked once a session. */
  @Nullable Commit commit(MavenProject module) {
    return Revision.ofThisMachine(environment, log)
        .of(module.getBasedir().toPath(), shared("image.commits"));
  }

  /** Has git asked for it meanwhile: {@link #commit} then waits for less. */
  void askForCommit(MavenProject module) {
    Thread asking = new Thread(() -> commit(module), "image-commit");
    asking.setDaemon(true);
    asking.start();
  }

  /** Bytes on the move, for whoever watches. */
  Progress progress() {
    return progress == null ? Progress.none() : progress;
  }

  /** Leaves the terminal as it was. */
  void end() {
    if (progress != null) {
      progress.hide();
    }
  }

  /** How long this goal has been at work. */
  Duration elapsed() {
    return Duration.between(began, Instant.now());
  }
}
