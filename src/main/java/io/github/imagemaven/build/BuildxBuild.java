package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Has Docker's buildx build a Containerfile, one platform at a time, which every builder can. For
 * many threads, each with a platform of its own.
 *
 * <p>Source: <a href="https://docs.docker.com/build/exporters/oci-docker/">Docker, OCI and Docker
 * exporters</a>.
 */
final class BuildxBuild {
  private final EngineWork work;
  private final Engine engine;
  private final Path file;
  private final BuildxBases bases;

  /**
   * @param bases what it is built on
   * @param file the Containerfile as buildx is to read it, which looks for what to leave out beside
   *     it
   */
  BuildxBuild(EngineWork work, Path file, BuildxBases bases) {
    this.bases = bases;
    this.work = work;
    this.engine = work.engine();
    this.file = file;
  }

  /**
   * Starts a builder that is not running. Builds that come upon it at once would do so too, and one
   * of them take it for running before it answers. Where it cannot be started they say why.
   */
  BuildxBuild start() throws IOException {
    if (!engine.builder().running()) {
      List<String> command =
          List.of(engine.program().toString(), "buildx", "inspect", "--bootstrap");
      Path said = work.runs().results().resolve("start.log");
      try {
        int code = work.runs().run(command, work.access().environment(), said);
        work.log().debug(command + " ended with exit code " + code);
      } catch (TimeoutException e) {
        work.log().debug(command + " took all the time that there is (image.buildTimeout)");
      }
    }
    return this;
  }

  /**
   * Builds one platform; its layers are in the layout then.
   *
   * @throws PlatformBuildException where the engine fails, or a base is for another platform
   */
  PlatformBase build(Platform platform, EngineLog said) throws IOException {
    bases.check(platform);
    return engine.builder().exports() ? exported(platform, said) : saved(platform, said);
  }

  /** Docker's media types: the config of the others has no health check by their own rules. */
  private PlatformBase exported(Platform platform, EngineLog said) throws IOException {
    Path image = work.result(platform, "image");
    Instant timestamp = work.source().options().timestamp();
    String output =
        "type=oci,tar=false,oci-mediatypes=false,\"dest="
            + image.toString().replace("\"", "\"\"") // a line of CSV
            + "\""
            + (timestamp == null ? "" : ",rewrite-timestamp=true");
    make(List.of("--output", output), platform, said);
    return EngineResult.readLayout(image)
        .moveInto(work.layout(), List.of(), platform, work.source().name());
  }

  /**
   * By way of Docker's own store, in which there is nothing but a name that says which image is
   * meant; it is taken away at the end, and with it the image, if it has no other.
   */
  private PlatformBase saved(Platform platform, EngineLog said) throws IOException {
    String program = engine.program().toString();
    String name = "image-maven-plugin.invalid/" + work.runs().temporary().getFileName();
    String tag = name.toLowerCase(Locale.ROOT) + ":" + platform.fileName();
    work.runs().afterwards(List.of(program, "image", "rm", tag));
    Path known = work.result(platform, "id");
    make(List.of("--load", "--tag", tag, "--iidfile", known.toString()), platform, said);
    String id = Files.readString(known).strip();
    LastResult last = LastResult.of(work.request(), platform);
    Map<String, Descriptor> bases = work.bases().of(platform);
    Collection<Descriptor> elsewhere = bases.values();
    if (last.isOf(id, work.layout(), bases)) {
      return last.read().moveInto(work.layout(), elsewhere, platform, work.source().name());
    }
    Path archive = work.result(platform, "image.tar");
    work.run(
        List.of(program, "image", "save", "--output", archive.toString(), tag), platform, said);
    Path image = Files.createDirectory(work.result(platform, "image"));
    SavedImage.unpack(archive, bases, image);
    EngineResult result = EngineResult.read(image);
    PlatformBase built = result.moveInto(work.layout(), elsewhere, platform, work.source().name());
    last.keep(id, result);
    return built;
  }

  private void make(List<String> output, Platform platform, EngineLog said) throws IOException {
    work.build(
        cache -> {
          List<String> options = new ArrayList<>(List.of("--platform", platform.toString()));
          options.addAll(output);
          options.addAll(cache);
          return EngineCommand.ofBuildx(engine, work.source(), file, options);
        },
        platform,
        said);
  }
}
