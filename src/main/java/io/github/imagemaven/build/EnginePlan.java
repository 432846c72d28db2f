package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Containerfile;
import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.build.engine.Engine.Kind;
import io.github.imagemaven.build.engine.EngineException;
import io.github.imagemaven.build.engine.Engines;
import io.github.imagemaven.build.engine.Machine;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What builds a Containerfile, known to be able to.
 *
 * @param engine the first that can build this file
 * @param file what is built
 */
record EnginePlan(Engine engine, Containerfile file) {
  /**
   * Looks at the file, the machine and what is installed.
   *
   * @param engines of this machine
   * @throws ConfigurationException where the file is missing or a setting does not go with it
   * @throws EngineException where no engine that is installed can build it, or the machine cannot
   *     run a platform that it needs
   */
  static EnginePlan of(BuildRequest request, Engines engines, Machine machine) throws IOException {
    ContainerfileSource source = request.containerfile();
    Containerfile file = read(source);
    if (!Files.isDirectory(source.context())) {
      throw ContainerfileCheck.missingContext(source);
    }
    checkTarget(source, file);
    ContainerfileCheck.checkVariables(source, engines.environment());
    checkHealth(request, file);
    EngineFit fit =
        new EngineFit(source, file, request.buildPlatforms(), machine, engines.environment());
    return new EnginePlan(engine(fit, engines), file);
  }

  private static Containerfile read(ContainerfileSource source) throws IOException {
    try {
      // Engines do not ask for UTF-8, and what has to be known of it beforehand is ASCII.
      byte[] bytes = Files.readAllBytes(source.file());
      return Containerfile.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw ContainerfileCheck.missing(source);
    }
  }

  private static void checkTarget(ContainerfileSource source, Containerfile file) {
    String target = source.target();
    if (target != null && !file.hasStage(target)) {
      throw new ConfigurationException(
          "image.target is '"
              + target
              + "', and "
              + source.name()
              + " has no such stage, only "
              + (file.stages().isEmpty() ? "some without names" : file.stages())
              + ": name one with FROM … AS "
              + target
              + ", or correct the setting");
    }
  }

  private static void checkHealth(BuildRequest request, Containerfile file) {
    if (request.format() == Format.OCI
        && request.container().healthcheck() == null
        && file.hasHealthcheck(request.containerfile().target())) {
      throw new ConfigurationException(
          "HEALTHCHECK in "
              + request.containerfile().name()
              + " and image.format=oci contradict each other: an OCI config has no health check;"
              + " leave out one of them (image.format=auto takes Docker's format), or set"
              + " image.healthcheck=NONE");
    }
  }

  /** Only those are asked that are needed: Docker may take its time. */
  private static Engine engine(EngineFit fit, Engines engines) {
    ContainerfileSource source = fit.source();
    List<String> whys = new ArrayList<>();
    Set<String> waysOut = new LinkedHashSet<>();
    for (Kind kind : source.engines()) {
      try {
        Engine engine = engines.find(kind);
        EngineFit.Lack lack = engine == null ? null : fit.of(engine);
        if (engine != null && lack == null) {
          return engine;
        }
        if (lack != null) {
          whys.add(lack.why());
          waysOut.add(lack.wayOut());
        }
      } catch (EngineException e) {
        if (source.engines().size() == 1) {
          throw e;
        }
        whys.add(e.getMessage());
      }
    }
    if (whys.isEmpty()) {
      throw none(source.engines());
    }
    throw new EngineException(
        source.name()
            + " cannot be built: "
            + String.join("; ", whys)
            + (waysOut.isEmpty() ? "" : ". What helps: " + String.join("; or ", waysOut)),
        null);
  }

  private static EngineException none(List<Kind> kinds) {
    boolean one = kinds.size() == 1;
    String programs = kinds.stream().map(Kind::program).collect(Collectors.joining(" nor "));
    return new EngineException(
        (one
                ? "image.engine is " + programs + ", which is not in PATH"
                : "no engine that builds a Containerfile is in PATH, neither " + programs)
            + ": install one, such as apt-get install "
            + (one && kinds.get(0) == Kind.DOCKER
                ? "docker.io docker-buildx"
                : kinds.get(0).program())
            + (one ? ", or leave image.engine out to take what is there" : ""),
        null);
  }
}
