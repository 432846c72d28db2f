package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.EngineRuns;
import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.build.engine.Machine;
import io.github.imagemaven.credentials.Credential;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Figures;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds the image of a Containerfile into a layout, with an engine that is installed: each
 * platform's layers as the engine made them, its config with our settings put in, an index.
 *
 * <p>Safe for use by many threads, each with a directory of its own.
 */
public final class ContainerfileBuilder {
  /** Below the request's directory, while the engine is at work. */
  private static final String RESULTS = "engine";

  private final Engines engines;
  private final Function<String, @Nullable Credential> credentials;
  private final Predicate<String> insecure;
  private final @Nullable BaseImages bases;
  private final Log log;

  /**
   * One that takes all layers from the engine.
   *
   * @param engines of this machine, and the environment that they are started with
   * @param credentials who we are at a host, {@code docker.io}; null where nobody knows
   * @param insecure whether a host is spoken to without TLS, or with a certificate that nobody
   *     vouches for
   */
  public ContainerfileBuilder(
      Log log,
      Engines engines,
      Function<String, @Nullable Credential> credentials,
      Predicate<String> insecure) {
    this(log, engines, credentials, insecure, null);
  }

  private ContainerfileBuilder(
      Log log,
      Engines engines,
      Function<String, @Nullable Credential> credentials,
      Predicate<String> insecure,
      @Nullable BaseImages bases) {
    this.engines = engines;
    this.credentials = credentials;
    this.insecure = insecure;
    this.bases = bases;
    this.log = log;
  }

  /**
   * One that leaves layers of a file's base where its registry has them: they are neither taken out
   * of the engine's storage nor compressed anew, and who publishes finds them there.
   *
   * @param registries opens the repository of a base by its name
   * @param session what was read of bases in this session, as for {@link JavaApplicationBuilder}
   */
  public ContainerfileBuilder leavingBases(
      Function<String, ImageStore> registries,
      ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session) {
    BaseImages images = new BaseImages(registries, new BaseCache(session), log);
    return new ContainerfileBuilder(log, engines, credentials, insecure, images);
  }

  /**
   * Finds out, without starting it, whether an engine that is installed can build the request, if
   * that is one for an engine and its file is there already.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where the file is missing or a
   *     setting does not go with it
   * @throws io.github.imagemaven.build.engine.EngineException where none can, or the machine cannot
   *     run what has to be run
   */
  public static void check(BuildRequest request, Engines engines) {
    if (request.content() instanceof ContainerfileSource source
        && Files.isRegularFile(source.file())
        && Files.isDirectory(source.context())) { // else a plugin has yet to make it
      try {
        EnginePlan.of(request, engines, Machine.here());
      } catch (IOException e) {
        throw new EnvironmentException(source.file() + " cannot be read: " + e, e);
      }
    }
  }

  /**
   * Builds {@code layout/} and {@code build.json} in the request's directory, and beside them a log
   * a platform, {@code linux-arm64.log}. While it does, there is no {@code build.json}. All
   * platforms are built at once; when one fails, the others are stopped.
   *
   * @param begun called once it is known that an engine can build it, before it is started; must
   *     not take long
   * @throws io.github.imagemaven.report.ConfigurationException where a setting cannot be used
   * @throws io.github.imagemaven.build.engine.EngineException where no engine can build it
   * @throws PlatformBuildException where the engine fails on a platform
   * @throws EnvironmentException where the disk does not take the image, or the thread is
   *     interrupted
   */
  public BuildRecord build(BuildRequest request, Runnable begun) throws IOException {
    RequestCheck.check(request);
    Path directory = request.directory();
    Files.deleteIfExists(directory.resolve(BuildRecord.FILE));
    EnginePlan plan = EnginePlan.of(request, engines, Machine.here());
    begun.run();
    UnusedSettings.remarks(request.containerfile(), plan.file()).forEach(log::warn);
    log.info("Building " + request.containerfile().name() + " with " + said(plan));
    warnOfCache(plan, request.containerfile().options().cache());
    Files.createDirectories(directory);
    Path folder = directory.resolve(BuildRecord.LAYOUT);
    OciLayout layout = OciLayout.at(folder, "oci:" + folder, log);
    try (EngineRuns runs = begin(request);
        Workers workers = new Workers()) {
      BaseLayers known = BaseLayers.of(request, plan, bases, log);
      PlatformBuild build = platformBuild(request, plan, runs, known, layout);
      List<PlatformBase> built =
          AtOnce.all(request.buildPlatforms(), platform -> timed(build, platform, plan, request));
      FormatChoice format = FormatChoice.of(request, built, List.of(), log);
      ImageAssembly assembly =
          new ImageAssembly(request, null, format, layout, null, labels(plan, built.get(0)));
      assembly.takeBases(built);
      Base base = new Base(request.from().toString(), known.store(), null);
      BuildRecord record = assembly.assemble(base, built, List.of(), workers, log);
      record.write(directory);
      return record;
    }
  }

  private static String said(EnginePlan plan) {
    return plan.engine() + " (" + plan.engine().program() + ")";
  }

  /** On a desk nobody expects GitHub's. */
  private void warnOfCache(EnginePlan plan, BuildCache cache) {
    String passedOver = cache.passedOver(engines.environment());
    if (passedOver != null
        && plan.engine().kind() == Engine.Kind.DOCKER
        && "true".equals(engines.environment().get("GITHUB_ACTIONS"))) {
      log.warn(
          "The cache '"
              + passedOver
              + "' is left out by "
              + plan.engine()
              + ", since GitHub gives ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL to actions, and"
              + " not to what run says: put an action before it that hands them on"
              + " (crazy-max/ghaction-github-runtime), or name a repository");
    }
  }

  private EngineRuns begin(BuildRequest request) throws IOException {
    return EngineRuns.begin(
        request.directory().resolve(RESULTS),
        engines.environment(),
        request.containerfile().options().limit(),
        log);
  }

  /** Of one platform, with a log of its own. */
  private interface PlatformBuild {
    PlatformBase build(Platform platform, EngineLog said) throws IOException;
  }

  private PlatformBuild platformBuild(
      BuildRequest request, EnginePlan plan, EngineRuns runs, BaseLayers known, OciLayout layout)
      throws IOException {
    ContainerfileSource source = request.containerfile();
    EngineAccess access =
        EngineAccess.of(
            plan, source, engines.environment(), runs.temporary(), credentials, insecure, log);
    EngineWork work = new EngineWork(request, plan.engine(), access, runs, known, layout, log);
    if (plan.engine().kind() != Engine.Kind.DOCKER) {
      return new EngineBuild(work, IgnoreFile.of(request, runs.results()))::build;
    }
    Set<String> images = plan.file().basesOfThePlatform(source.target(), source.buildArgs());
    BuildxBases bases = new BuildxBases(work, images, engines.environment());
    return new BuildxBuild(work, IgnoreFile.besideCopy(request, runs.results()), bases).start()
        ::build;
  }

  private PlatformBase timed(
      PlatformBuild build, Platform platform, EnginePlan plan, BuildRequest request)
      throws IOException {
    long start = System.nanoTime();
    EngineLog said = new EngineLog(request.directory().resolve(platform.fileName() + ".log"));
    said.begin();
    PlatformBase built = build.build(platform, said);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.info("Built " + platform + " with " + plan.engine() + ", " + Figures.seconds(took));
    return built;
  }

  /** What the file itself says of its image under names that we would say something else under. */
  private static Map<String, String> labels(EnginePlan plan, PlatformBase built) {
    Set<String> own = plan.file().labels();
    Map<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label :
        built.config().path("config").path("Labels").properties()) {
      if (own.contains(label.getKey()) && label.getKey().startsWith(StandardLabels.PREFIX)) {
        labels.put(label.getKey(), label.getValue().asText());
      }
    }
    return labels;
  }
}
