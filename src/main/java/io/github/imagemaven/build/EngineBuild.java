package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.EngineRuns;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Figures;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has an engine build a Containerfile, one platform at a time. For many threads, each with a
 * platform of its own.
 */
final class EngineBuild {
  private final BuildRequest request;
  private final ContainerfileSource source;
  private final Engine engine;
  private final EngineAccess access;
  private final IgnoreFile ignored;
  private final EngineRuns runs;
  private final OciLayout layout;
  private final Log log;

  EngineBuild(
      BuildRequest request,
      Engine engine,
      EngineAccess access,
      IgnoreFile ignored,
      EngineRuns runs,
      OciLayout layout,
      Log log) {
    this.request = request;
    this.source = request.containerfile();
    this.engine = engine;
    this.access = access;
    this.ignored = ignored;
    this.runs = runs;
    this.layout = layout;
    this.log = log;
  }

  /**
   * Builds one platform; its layers are in the layout then. The engine keeps the image in its own
   * storage, without a name, for the next build to go on from.
   *
   * @throws PlatformBuildException where the engine fails
   */
  PlatformBase build(Platform platform) throws IOException {
    long start = System.nanoTime();
    EngineLog said = new EngineLog(request.directory().resolve(platform.fileName() + ".log"));
    said.begin();
    String id = make(platform, List.of(), said);
    LastResult last = new LastResult(request.directory().resolve("engine-" + platform.fileName()));
    EngineResult result =
        last.isOf(id, layout) ? EngineResult.read(last.folder()) : save(id, platform, said);
    if (!result.isFor(platform) && said.mentions("Using cache")) {
      // Steps on scratch are the same for every platform, and buildah 1.28 looks at nothing else.
      log.info(engine + " has another platform's image in its cache: " + platform + " once more");
      id = make(platform, List.of("--no-cache"), said);
      result = save(id, platform, said);
    }
    PlatformBase built = result.moveInto(layout, platform, source.name());
    if (!result.folder().equals(last.folder())) {
      last.keep(id, result);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.info("Built " + platform + " with " + engine + ", " + Figures.seconds(took));
    return built;
  }

  /** Has it made; answers the id that the engine knows it by. */
  private String make(Platform platform, List<String> more, EngineLog said) throws IOException {
    Path id = runs.results().resolve(platform.fileName() + ".id");
    run(buildCommand(platform, more, id), platform, said);
    return Files.readString(id).strip();
  }

  private EngineResult save(String id, Platform platform, EngineLog said) throws IOException {
    Path image = Files.createTempDirectory(runs.results(), platform.fileName()).resolve("image");
    run(saveCommand(id, image), platform, said);
    return EngineResult.read(image);
  }

  private void run(List<String> command, Platform platform, EngineLog said) throws IOException {
    int code = runs.run(command, said.file());
    if (code != 0) {
      String failure = said.failure(source.name(), platform, engine, code);
      throw said.mentions("no space left on device")
          ? new EnvironmentException("a disk is full. " + failure, null)
          : new PlatformBuildException(failure, null);
    }
  }

  /** Docker's format, whatever the image's is going to be: the other has no health check. */
  private List<String> buildCommand(Platform platform, List<String> more, Path id) {
    List<String> command = new ArrayList<>();
    command.add(engine.program().toString());
    command.add(engine.kind().buildCommand());
    command.addAll(List.of("--layers", "--force-rm", "--format", "docker"));
    command.addAll(List.of("--platform", platform.toString(), "--iidfile", id.toString()));
    command.addAll(List.of("--file", source.file().toString()));
    if (source.target() != null) {
      command.addAll(List.of("--target", source.target()));
    }
    for (Map.Entry<String, String> argument : source.buildArgs().entrySet()) {
      command.addAll(List.of("--build-arg", argument.getKey() + "=" + argument.getValue()));
    }
    command.addAll(source.options().words());
    command.addAll(access.options());
    command.addAll(ignored.options());
    command.addAll(more);
    command.add(source.context().toString());
    return command;
  }

  private List<String> saveCommand(String id, Path image) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(engine.program().toString(), "push", "--format", "v2s2"));
    command.addAll(engine.kind().compressOptions());
    command.addAll(List.of(id, "dir:" + image));
    return command;
  }
}
