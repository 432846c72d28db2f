package io.github.imagemaven.load;

import io.github.imagemaven.build.engine.EngineException;
import io.github.imagemaven.load.Loaded.Outcome;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loads what was built into an engine of this desk. One object a module. */
public final class Loading {
  /** Below the build's directory, while it is loaded. */
  private static final String RESULTS = "loading";

  private static final String LOG = "load.log";

  private final Map<String, String> environment;
  private final Log log;
  private final Found found;

  private Loading(Map<String, String> environment, Log log, Found found) {
    this.environment = environment;
    this.log = log;
    this.found = found;
  }

  /**
   * Looks for the engine, before anything is built.
   *
   * @param environment where programs are looked for, and engines by them
   * @throws EngineException where one was asked for that does not answer
   */
  public static Loading into(LoadChoice choice, Map<String, String> environment, Log log) {
    return into(choice, environment, EngineQuestion.LIMIT, log);
  }

  static Loading into(LoadChoice choice, Map<String, String> environment, Duration limit, Log log) {
    LocalEngines engines = new LocalEngines(environment, limit);
    return new Loading(Map.copyOf(environment), log, engines.look(choice));
  }

  /**
   * Loads the platform that the engine run, of those that were built, else the first; does nothing
   * where there is no engine, or it has the image.
   *
   * @param directory where the build has left {@code layout/} and {@code build.json}; the engine's
   *     words go there too, {@code load.log}
   * @param name {@code quickstart:latest}
   * @param stores opens where base layers are that the layout lacks
   * @param cache where those are kept
   * @throws EngineException where the engine does not take it
   * @throws EnvironmentException where a disk is full, the layout is damaged, or the thread is
   *     interrupted
   */
  public Loaded load(
      Path directory, String name, Function<String, ImageStore> stores, BlobCache cache)
      throws IOException {
    LocalEngine engine = found.engine();
    if (engine == null) {
      return Loaded.nowhere(name, found.reason());
    }
    DeskImage image = DeskImage.of(directory, stores, cache, engine.platform());
    String known = engine.nameOf(name);
    if (engine.images().find(known).filter(id -> engine.isOf(id, image)).isPresent()) {
      return loaded(engine, image, known, Outcome.PRESENT, 0);
    }
    Path said = directory.resolve(LOG);
    try (LoadRun run = LoadRun.begin(directory.resolve(RESULTS), environment, log)) {
      Optional<String> id = present(engine, image);
      if (id.isPresent()) {
        engine.images().name(id.get(), known, run, said);
        return loaded(engine, image, known, Outcome.NAMED, 0);
      }
      long sent = send(engine, image, known, run, said);
      return loaded(engine, image, known, Outcome.SENT, sent);
    } catch (LoadException e) {
      throw failure(engine, known, said, e);
    }
  }

  /** The image's id, where the engine has it under whatever name. */
  private static Optional<String> present(LocalEngine engine, DeskImage image) {
    EngineImages images = engine.images();
    return images
        .find(image.configBlob().digest().toString())
        .or(() -> images.find(image.raw().digest().toString()))
        .filter(id -> engine.isOf(id, image));
  }

  /**
   * What the engine seems to have may be gone, or be of no use to it: then all is sent. Docker 26
   * with containerd's store now and then collects an image's layers as it gives its name away,
   * before it has unpacked what is to stand on them.
   */
  private long send(LocalEngine engine, DeskImage image, String name, LoadRun run, Path said)
      throws IOException {
    int held = EngineLayers.held(image.diffIds(), engine.layers(image.baseName()));
    if (held > 0) {
      try {
        return engine.load(image, name, held, run, said);
      } catch (LoadException e) {
        log.debug(engine + " wants all layers: " + e.getMessage());
      }
    }
    return engine.load(image, name, 0, run, said);
  }

  private static RuntimeException failure(
      LocalEngine engine, String name, Path said, LoadException e) {
    String words = name + " was not loaded into " + engine + ": " + e.getMessage();
    return words.toLowerCase(Locale.ROOT).contains("no space left on device")
        ? new EnvironmentException(
            words + ". Free space in its storage (" + engine.program() + " system prune)", e)
        : new EngineException(
            words
                + ". Mend what it complains of, all of which is in "
                + said
                + ", or build without loading, -Dimage.load=none",
            e);
  }

  private static Loaded loaded(
      LocalEngine engine, DeskImage image, String name, Outcome outcome, long sent) {
    Platform platform = image.platform();
    @Nullable Platform named =
        platform == null || platform.satisfies(engine.platform()) ? null : platform;
    long whole = image.layers().stream().mapToLong(Descriptor::size).sum();
    return new Loaded(
        engine.toString(),
        "",
        name,
        String.valueOf(platform),
        outcome,
        sent,
        whole - sent,
        RunLine.of(engine.program(), name, image.config(), named, LocalEngines.isRootless(engine)));
  }
}
