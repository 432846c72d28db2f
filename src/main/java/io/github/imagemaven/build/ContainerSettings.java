package io.github.imagemaven.build;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container of the image starts with. Null and empty mean: as the base has it.
 *
 * @param env added to the base's environment; {@code $NAME} and {@code ${NAME}} of the base are not
 *     expanded
 * @param ports as {@code 8080}, {@code 8080/udp} or {@code 9000-9010}
 * @param volumes absolute paths in the container
 * @param user {@code user[:group]}, by name or number
 * @param workdir absolute path in the container
 * @param entrypoint replaces what the builder would choose
 * @param args the default arguments after the entry point
 * @param healthcheck a health check of our own
 * @param stopSignal {@code SIGTERM}, {@code 15}, …
 */
public record ContainerSettings(
    Map<String, String> env,
    List<String> ports,
    List<String> volumes,
    @Nullable String user,
    @Nullable String workdir,
    @Nullable List<String> entrypoint,
    @Nullable List<String> args,
    @Nullable Healthcheck healthcheck,
    @Nullable String stopSignal) {

  /** Copies the collections; the map keeps its order. */
  public ContainerSettings {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    args = args == null ? null : List.copyOf(args);
  }

  /** Everything as the base has it. */
  public static ContainerSettings none() {
    return new ContainerSettings(
        Map.of(), List.of(), List.of(), null, null, null, null, null, null);
  }

  /**
   * Docker's HEALTHCHECK. Source: <a
   * href="https://github.com/moby/docker-image-spec/blob/main/spec.md">Docker image
   * specification</a>, {@code Healthcheck}.
   *
   * @param test {@code [CMD, …]}, {@code [CMD-SHELL, line]} or {@code [NONE]}
   * @param interval between checks; null for the engine's default
   * @param timeout of one check; null for the engine's default
   * @param startPeriod in which failures do not count; null for the engine's default
   * @param startInterval between checks in the start period; null for the engine's default. Docker
   *     Engine knows it since version 25
   * @param retries failures before the container is unhealthy; null for the engine's default
   */
  public record Healthcheck(
      List<String> test,
      @Nullable Duration interval,
      @Nullable Duration timeout,
      @Nullable Duration startPeriod,
      @Nullable Duration startInterval,
      @Nullable Integer retries) {
    /** Copies the list. */
    public Healthcheck {
      test = List.copyOf(test);
    }
  }
}
