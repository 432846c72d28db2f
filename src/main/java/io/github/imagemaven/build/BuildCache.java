package io.github.imagemaven.build;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where engines have results of steps beside their own storage: a repository of a registry, such as
 * {@code ghcr.io/acme/cache}, which all engines know, or one of BuildKit's kinds, such as {@code
 * type=gha,scope={platform}}, which buildx knows.
 *
 * @param from where they are looked for; null for nowhere
 * @param to where they are put; null for nowhere
 */
public record BuildCache(@Nullable String from, @Nullable String to) {
  /** The engine's own storage alone. */
  public static final BuildCache NONE = new BuildCache(null, null);

  /** Platforms are built at once and must not overwrite each other's. */
  private static final String PLATFORM = "{platform}";

  private static final String KIND = "type=";
  private static final Pattern GITHUBS = Pattern.compile("type=gha(?:,|$)");
  private static final Pattern IN_REGISTRY = Pattern.compile("type=registry(?:,|$)");
  private static final Pattern REF = Pattern.compile(",ref=([^,]+)");
  private static final Pattern PATH =
      Pattern.compile("(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+");

  /** Whether there is none. */
  boolean isNone() {
    return from == null && to == null;
  }

  /** Whether results of steps are written into a registry. */
  boolean isWrittenToRegistry() {
    return to != null && (!to.contains(KIND) || IN_REGISTRY.matcher(to).find());
  }

  /** One that is no repository; null where there is none. */
  @Nullable String kind() {
    return entries().filter(each -> each.contains(KIND)).findFirst().orElse(null);
  }

  /** What they name in registries, a repository or a reference. */
  List<String> repositories() {
    return entries().flatMap(BuildCache::named).toList();
  }

  private static Stream<String> named(String entry) {
    if (!entry.contains(KIND)) {
      return Stream.of(entry);
    }
    return IN_REGISTRY.matcher(entry).find()
        ? REF.matcher(entry).results().map(found -> found.group(1).replace(PLATFORM, "platform"))
        : Stream.empty();
  }

  private Stream<String> entries() {
    return Stream.of(from, to).flatMap(Stream::ofNullable);
  }

  /** Checks both. */
  void check(List<Platform> platforms, Problems problems) {
    problems.attempt(() -> check("image.cacheFrom", from));
    problems.attempt(() -> check("image.cacheTo", to));
    problems.attempt(() -> checkPlatforms(platforms));
  }

  private static void check(String setting, @Nullable String value) {
    if (value == null || value.startsWith(KIND)) {
      return;
    }
    String host = value.split("/", 2)[0];
    boolean isNamed = host.contains(".") || host.contains(":") || host.equals("localhost");
    if (!isNamed || !PATH.matcher(value.substring(host.length())).matches()) {
      throw ConfigurationException.malformed(
          setting,
          value,
          "a repository with its registry and without a tag, such as ghcr.io/acme/app-cache, or"
              + " for Docker's buildx type=…");
    }
  }

  private void checkPlatforms(List<Platform> platforms) {
    if (to != null && to.startsWith(KIND) && platforms.size() > 1 && !to.contains(PLATFORM)) {
      throw new ConfigurationException(
          "image.cacheTo is '"
              + to
              + "' for several platforms, of which the last would overwrite the others: put "
              + PLATFORM
              + " into it, such as scope="
              + PLATFORM
              + ", and into image.cacheFrom");
    }
  }

  /**
   * What buildx passes over in silence: GitHub's cache, where nobody has told it the runner's token
   * and the cache's address.
   *
   * <p>Source: <a href="https://docs.docker.com/build/cache/backends/gha/">Docker, GitHub Actions
   * cache</a>.
   *
   * @param environment of this process
   * @return the setting's value; null where there is none
   */
  @Nullable String passedOver(Map<String, String> environment) {
    boolean isKnown =
        isSet(environment, "ACTIONS_RUNTIME_TOKEN")
            && (isSet(environment, "ACTIONS_RESULTS_URL")
                || isSet(environment, "ACTIONS_CACHE_URL"));
    return entries()
        .filter(each -> GITHUBS.matcher(each).find() && !isKnown && !each.contains("token="))
        .findFirst()
        .orElse(null);
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  /** As buildah and podman take them. */
  List<String> words() {
    return Stream.of("--cache-from", "--cache-to")
        .flatMap(
            option -> {
              String value = option.endsWith("from") ? from : to;
              return value == null ? Stream.empty() : Stream.of(option, value);
            })
        .toList();
  }

  /** As buildx takes them. */
  List<String> buildxWords(Platform platform) {
    Stream<String> first =
        from == null ? Stream.empty() : Stream.of("--cache-from", buildx(from, platform, ""));
    Stream<String> second =
        to == null ? Stream.empty() : Stream.of("--cache-to", buildx(to, platform, ",mode=max"));
    return Stream.concat(first, second).toList();
  }

  private static String buildx(String value, Platform platform, String more) {
    return value.startsWith(KIND)
        ? value.replace(PLATFORM, platform.fileName())
        : "type=registry,ref=" + value + ":" + platform.fileName() + more;
  }
}
