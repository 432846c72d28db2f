package io.github.imagemaven.build;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Builds a Java application's image into a layout, without a daemon: the base's manifests and
 * configs, our layers on top, one manifest a platform, an index.
 *
 * <p>Safe for use by many threads, each with a directory of its own.
 */
public final class JavaApplicationBuilder {
  private final BaseImages bases;
  private final BlobCache baseLayers;
  private final Log log;

  /**
   * @param log what was decided, left out or corrected
   * @param registries opens the repository of a base by its name, {@code
   *     docker.io/library/eclipse-temurin}; layouts are opened without it
   * @param session one map for all modules of a session; holds what was read of bases, so that a
   *     tag is resolved once. JDK types only: modules may have loaded this class twice
   * @param baseLayers where layers of bases come from, for a full layout
   */
  public JavaApplicationBuilder(
      Log log,
      Function<String, ImageStore> registries,
      ConcurrentMap<String, Future<Map.Entry<String, byte[]>>> session,
      BlobCache baseLayers) {
    this.baseLayers = baseLayers;
    this.bases = new BaseImages(registries, new BaseCache(session), log);
    this.log = log;
  }

  /**
   * Builds {@code layout/} and {@code build.json} in the request's directory, and beside them what
   * makes the next build faster: {@code layers.json} and {@code unpacked/}. A layout that is there
   * is brought up to date; while it is, there is no {@code build.json}.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where a setting cannot be used
   * @throws NoMainClassException where no class starts the application
   * @throws PlatformBuildException where the base is missing, is no image, or lacks a platform
   * @throws EnvironmentException where the disk does not take the image, or the thread is
   *     interrupted
   */
  public BuildRecord build(BuildRequest request) throws IOException {
    return build(request, () -> {});
  }

  /**
   * {@link #build(BuildRequest)} for somebody who has something to do meanwhile.
   *
   * @param begun called once it is known that there is an application to make an image of, before
   *     the base is asked for; must not take long
   */
  public BuildRecord build(BuildRequest request, Runnable begun) throws IOException {
    RequestCheck.check(request);
    Path directory = request.directory();
    Files.deleteIfExists(directory.resolve(BuildRecord.FILE));
    ApplicationPlanner planner = ApplicationPlanner.prepare(request, log);
    begun.run();
    Files.createDirectories(directory);
    Path folder = directory.resolve(BuildRecord.LAYOUT);
    OciLayout layout = OciLayout.at(folder, "oci:" + folder, log);
    try (Workers workers = new Workers()) {
      Future<Base> resolving = workers.transfer(() -> resolve(request));
      ApplicationPlan plan = planner.plan();
      LayerBuild layers = new LayerBuild(directory, layout, request.modified());
      layers.start(BaseFolders.kept(plan.layers(), request.from()), workers);
      Base base = Futures.get(resolving);
      List<PlatformBase> platforms =
          workers.transferAll(request.buildPlatforms(), platform -> bases.find(base, platform));
      List<PlatformBase> others =
          workers.transferAll(
              FormatChoice.alsoAsked(request), platform -> bases.find(base, platform));
      FormatChoice format = FormatChoice.of(request, platforms, others, log);
      ImageAssembly assembly =
          new ImageAssembly(request, plan.entrypoint(), format, layout, baseLayers, Map.of());
      assembly.takeBases(platforms);
      BuildRecord record = assembly.assemble(base, platforms, layers.finish(), workers, log);
      record.write(directory);
      return record;
    }
  }

  private Base resolve(BuildRequest request) throws IOException {
    Base base = bases.resolve(request.from());
    bases.check(base, request.platforms());
    return base;
  }
}
