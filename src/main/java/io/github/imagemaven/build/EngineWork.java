package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.EngineRuns;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * All that the builds of one image's platforms have in common.
 *
 * @param bases layers that need not be taken from the engine
 * @param layout where the others go
 */
record EngineWork(
    BuildRequest request,
    Engine engine,
    EngineAccess access,
    EngineRuns runs,
    BaseLayers bases,
    OciLayout layout,
    Log log) {
  /** How often a build is run again since others pulled at the same time. */
  private static final int PULLS = 4;

  /** As buildah 1.28 says it of a temporary file that takes no more. */
  private static final String UNWRITTEN_LAYER = "to file: io: read/write on closed pipe";

  ContainerfileSource source() {
    return request.containerfile();
  }

  /** A folder that is not there yet, for what an engine makes. */
  Path result(Platform platform, String name) {
    return runs.results().resolve(platform.fileName() + "-" + name);
  }

  /** The command that builds, with these options before the context. */
  interface Command {
    List<String> with(List<String> options);
  }

  /**
   * Runs a command that builds. What is wrong with the cache outside of the engine costs time: it
   * is then run once more without.
   */
  void build(Command command, Platform platform, EngineLog said) throws IOException {
    BuildCache cache = source().options().cache();
    if (cache.isNone()) {
      run(command.with(List.of()), platform, said);
      return;
    }
    List<String> words =
        engine.kind() == Engine.Kind.DOCKER ? cache.buildxWords(platform) : cache.words();
    int code = code(command.with(words), platform, said);
    if (code != 0) {
      String problem = said.cacheFailure();
      if (problem.isEmpty()) {
        throw failure(platform, said, code);
      }
      log.warn(
          "The cache of "
              + platform
              + " (image.cacheFrom, image.cacheTo) cannot be used, and it is built without: "
              + problem);
      run(command.with(List.of()), platform, said);
      return;
    }
    String notRead = said.cacheNotRead();
    if (!notRead.isEmpty()) {
      log.warn("The cache of " + platform + " (image.cacheFrom) was not read: " + notRead);
    }
  }

  /** Runs a command that must not fail. */
  void run(List<String> command, Platform platform, EngineLog said) throws IOException {
    int code = code(command, platform, said);
    if (code != 0) {
      throw failure(platform, said, code);
    }
  }

  /** Runs a command for what it shows, which goes into a file; answers whether it did not fail. */
  boolean show(List<String> command, Path file, Platform platform) throws IOException {
    return once(command, platform, new EngineLog(file)) == 0;
  }

  /**
   * In the storage of buildah and podman an image's name is that of the platform pulled last, and
   * who has just pulled another finds it gone. Those are run again, one after the other.
   */
  private int code(List<String> command, Platform platform, EngineLog said) throws IOException {
    int code = once(command, platform, said);
    for (int again = 0; code != 0 && again < PULLS && said.isOfAnotherPull(); again++) {
      synchronized (runs) {
        log.debug("Another platform pulled what " + platform + " is built on: once more");
        code = once(command, platform, said);
      }
    }
    return code;
  }

  private int once(List<String> command, Platform platform, EngineLog said) throws IOException {
    try {
      return runs.run(command, access.environment(), said.file());
    } catch (TimeoutException e) {
      throw new PlatformBuildException(
          said.failure(source().name(), platform, engine + " was stopped after " + limit()), e);
    }
  }

  private String limit() {
    Duration limit = source().options().limit();
    return "image.buildTimeout, "
        + (limit == null ? "" : limit.toString().substring(2).toLowerCase(Locale.ROOT));
  }

  private RuntimeException failure(Platform platform, EngineLog said, int code) throws IOException {
    String failure =
        said.failure(source().name(), platform, engine + " ended with exit code " + code);
    if (said.mentions(EngineLog.FULL)) {
      return new EnvironmentException("a disk is full. " + failure, null);
    }
    if (said.mentions(UNWRITTEN_LAYER)) {
      return new EnvironmentException(
          "the disk of "
              + runs.temporary().getParent()
              + " is full, where the engine writes layers: make room, or name another folder in"
              + " TMPDIR. "
              + failure,
          null);
    }
    return new PlatformBuildException(failure, null);
  }
}
