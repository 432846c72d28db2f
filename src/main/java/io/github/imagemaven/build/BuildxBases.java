package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;

/**
 * Bases that are of one platform alone. BuildKit takes such a one for any platform, and has the
 * image say that it is of the one that was asked for. For many threads.
 *
 * <p>Source: <a href="https://docs.docker.com/reference/cli/docker/buildx/imagetools/inspect/">
 * docker buildx imagetools inspect</a>.
 */
final class BuildxBases {
  /** A registry that only the builder reaches must not hold up a build. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final EngineWork work;
  private final Set<String> images;
  private final Map<String, String> environment;
  private final ConcurrentMap<String, Optional<Platform>> known = new ConcurrentHashMap<>();

  /**
   * @param images that stages are built on without saying a platform
   * @param environment of this process
   */
  BuildxBases(EngineWork work, Set<String> images, Map<String, String> environment) {
    this.work = work;
    this.images = images;
    this.environment = new HashMap<>(environment);
    this.environment.putAll(work.access().environment());
  }

  /**
   * Looks whether they may be for a platform, as far as their registries say.
   *
   * @throws PlatformBuildException where one is not
   */
  void check(Platform wanted) {
    for (String image : images) {
      Optional<Platform> own = known.computeIfAbsent(image, this::platform);
      if (own.isPresent() && !PlatformChoice.fits(own.get(), wanted)) {
        throw new PlatformBuildException(
            work.source().name()
                + " cannot be built for "
                + wanted
                + ": it stands on "
                + image
                + ", which is for "
                + own.get()
                + " alone, and the image would say that it is for "
                + wanted
                + ". Take a base that has it, say FROM --platform="
                + own.get()
                + " where that is meant, or take "
                + wanted
                + " out of image.platforms",
            null);
      }
    }
  }

  /** Empty where it is for several, or nobody says. */
  private Optional<Platform> platform(String image) {
    JsonNode manifest = ask(image, "--raw");
    if (!manifest.has("config")) {
      return Optional.empty(); // of an index BuildKit takes the platform, or fails
    }
    return Optional.ofNullable(Platform.of(ask(image, "--format", "{{json .Image}}")));
  }

  private JsonNode ask(String image, String... options) {
    List<String> command = new ArrayList<>(List.of(work.engine().program().toString()));
    command.addAll(List.of("buildx", "imagetools", "inspect"));
    command.addAll(List.of(options));
    command.add(image);
    String reason;
    try {
      ProgramRun run = ProgramRun.of(command, environment, "", ANSWER);
      if (run.exitCode() == 0) {
        return Json.parse(run.output().getBytes(StandardCharsets.UTF_8), image);
      }
      reason = run.errors();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while " + image + " was looked at", e);
    } catch (IOException | TimeoutException | MalformedContentException e) {
      reason = e.toString();
    }
    work.log().debug("What " + image + " is for is left to the builder: " + reason.strip());
    return Json.object();
  }
}
