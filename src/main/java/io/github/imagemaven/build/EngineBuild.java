package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has buildah or podman build a Containerfile, one platform at a time. For many threads, each with
 * a platform of its own.
 */
final class EngineBuild {
  /** As buildah and podman say it of a base, with which they go on all the same. */
  private static final String ANOTHER_PLATFORM = "does not match the expected platform";

  private final EngineWork work;
  private final Engine engine;
  private final IgnoreFile ignored;

  /**
   * @param ignored what of the context is left out
   */
  EngineBuild(EngineWork work, IgnoreFile ignored) {
    this.ignored = ignored;
    this.work = work;
    this.engine = work.engine();
  }

  /**
   * Builds one platform; its layers are in the layout then. The engine keeps the image in its own
   * storage, without a name, for the next build to go on from.
   *
   * @throws PlatformBuildException where the engine fails
   */
  PlatformBase build(Platform platform, EngineLog said) throws IOException {
    String id = make(platform, false, said);
    boolean isAnew = !said.otherPlatform(0).isEmpty();
    if (isAnew) {
      id = makeAnew(platform, said);
    }
    Map<String, Descriptor> known =
        StoredImage.canLeaveLayers(work) ? work.bases().of(platform) : Map.of();
    LastResult last = LastResult.of(work.request(), platform);
    EngineResult result =
        last.isOf(id, work.layout(), known) ? last.read() : save(id, platform, known, said);
    if (!isAnew
        && !result.isFor(platform)
        && (said.mentions("Using cache") || said.mentions(ANOTHER_PLATFORM))) {
      // Steps on scratch are the same for every platform, and buildah 1.28 looks at nothing else.
      id = makeAnew(platform, said);
      result = save(id, platform, known, said);
    }
    PlatformBase built =
        result.moveInto(work.layout(), known.values(), platform, work.source().name());
    if (!result.folder().equals(last.folder())) {
      last.keep(id, result);
    }
    return built;
  }

  /**
   * Once more, while no other platform pulls: a base is taken by its name, to which another build
   * may have pulled its platform. Where it is another's then too, the image would be of a platform
   * that it does not say.
   */
  private String makeAnew(Platform platform, EngineLog said) throws IOException {
    work.log().info(engine + " has taken another platform's image: " + platform + " once more");
    long before = said.size();
    String id;
    synchronized (work.runs()) {
      id = make(platform, true, said);
    }
    String other = said.otherPlatform(before);
    if (!other.isEmpty()) {
      throw new PlatformBuildException(
          work.source().name()
              + " was built for "
              + platform
              + ", and the engine took an image for another on the way ("
              + other
              + "): a base has nothing for "
              + platform
              + ". Take one that has, say FROM --platform= where it is meant, or take "
              + platform
              + " out of image.platforms; all that the engine said is in "
              + said.file(),
          null);
    }
    return id;
  }

  /** Has it made; answers the id that the engine knows it by. */
  private String make(Platform platform, boolean isAnew, EngineLog said) throws IOException {
    Path id = work.result(platform, "id");
    List<String> options =
        new ArrayList<>(List.of("--platform", platform.toString(), "--iidfile", id.toString()));
    options.addAll(work.access().options());
    options.addAll(ignored.options());
    if (isAnew) {
      options.add("--no-cache");
      work.run(EngineCommand.of(engine, work.source(), options), platform, said);
    } else {
      work.build(
          cache -> {
            List<String> all = new ArrayList<>(options);
            all.addAll(cache);
            return EngineCommand.of(engine, work.source(), all);
          },
          platform,
          said);
    }
    return Files.readString(id).strip();
  }

  private EngineResult save(
      String id, Platform platform, Map<String, Descriptor> known, EngineLog said)
      throws IOException {
    Path folder = Files.createTempDirectory(work.runs().results(), platform.fileName());
    Optional<EngineResult> above = StoredImage.write(work, id, platform, known, folder, said);
    return above.isPresent() ? above.get() : saveWhole(id, platform, folder, said);
  }

  private EngineResult saveWhole(String id, Platform platform, Path folder, EngineLog said)
      throws IOException {
    Path image = folder.resolve("whole");
    List<String> command =
        new ArrayList<>(List.of(engine.program().toString(), "push", "--format", "v2s2"));
    if (engine.kind() == Engine.Kind.PODMAN) {
      command.add("--compress"); // layers that it writes into a folder
    }
    command.addAll(List.of(id, "dir:" + image));
    work.run(command, platform, said);
    return EngineResult.read(image);
  }
}
