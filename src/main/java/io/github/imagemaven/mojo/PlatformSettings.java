package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import io.github.imagemaven.report.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code image.platforms} and {@code image.buildPlatforms}.
 *
 * @param image what the image has
 * @param built what this run builds of it
 * @param others what this run builds of other modules and this image does not have
 * @param isSplit whether this run builds parts, which another one joins: it is so wherever {@code
 *     image.buildPlatforms} is set, also if what it says is all that the image has, so that a job
 *     of a workflow does the same for every image
 */
record PlatformSettings(
    List<Platform> image, List<Platform> built, List<Platform> others, boolean isSplit) {
  private static final List<Platform> HARMLESS = Platform.parseList("linux/amd64");

  /** What machines, and people who speak of them, say for an architecture of images. */
  private static final Map<String, String> ARCHITECTURES =
      Map.ofEntries(
          Map.entry("amd64", "amd64"),
          Map.entry("x86_64", "amd64"),
          Map.entry("x86-64", "amd64"),
          Map.entry("x64", "amd64"),
          Map.entry("arm64", "arm64"),
          Map.entry("aarch64", "arm64"),
          Map.entry("armv7", "arm/v7"),
          Map.entry("armhf", "arm/v7"),
          Map.entry("i386", "386"),
          Map.entry("x86", "386"),
          Map.entry("386", "386"),
          Map.entry("ppc64le", "ppc64le"),
          Map.entry("s390x", "s390x"),
          Map.entry("riscv64", "riscv64"));

  /** Reads both for a module that is alone; something harmless where one is malformed. */
  static PlatformSettings of(Settings settings, Problems problems) {
    return of(settings, List.of(), problems);
  }

  /**
   * Reads both; something harmless where one is malformed.
   *
   * @param session what images of other modules of the session have, which a run may build of them
   *     and not of this one
   */
  static PlatformSettings of(Settings settings, Collection<Platform> session, Problems problems) {
    List<Platform> image = problems.orNull(() -> images(settings));
    if (image == null) {
      return new PlatformSettings(HARMLESS, HARMLESS, List.of(), false);
    }
    boolean isSplit = isSplit(settings);
    List<Platform> wanted = problems.orElse(() -> wanted(settings, image, session), image);
    List<Platform> others = new ArrayList<>(wanted);
    others.removeAll(image);
    others.retainAll(session);
    List<Platform> built = new ArrayList<>(wanted);
    built.removeAll(others);
    return new PlatformSettings(image, List.copyOf(built), List.copyOf(others), isSplit);
  }

  /**
   * Reads both for {@code image:build}, which builds this machine's platform unless it is told
   * otherwise; the image's first where it does not have that, which an engine may emulate.
   */
  static PlatformSettings atDesk(Settings settings, Problems problems) {
    if (settings.isSet("buildPlatforms")) {
      return of(settings, problems);
    }
    List<Platform> image = problems.orElse(() -> images(settings), HARMLESS);
    return new PlatformSettings(
        image,
        runHere(image.stream()).or(() -> image.stream().findFirst()).stream().toList(),
        List.of(),
        true);
  }

  /** Whether a run builds parts. */
  static boolean isSplit(Settings settings) {
    return !settings.text("buildPlatforms").equalsIgnoreCase("all");
  }

  /**
   * {@code image.platforms}.
   *
   * @throws ConfigurationException where it is malformed
   */
  static List<Platform> images(Settings settings) {
    return list("platforms", settings.text("platforms"));
  }

  /** Whether this run builds nothing of the image, and something of other modules. */
  boolean isNothingHere() {
    return built.isEmpty() && !others.isEmpty();
  }

  /** Why nothing of it is built, where it is so. */
  String elsewhere() {
    return "this run builds "
        + others.stream().map(Platform::toString).collect(Collectors.joining(", "))
        + " of other modules, which is none of its image.platforms "
        + image;
  }

  /** A sentence for each entry that stands in a list twice, however it is written. */
  static List<String> warnings(Settings settings) {
    List<String> warnings = new ArrayList<>();
    for (String setting : List.of("platforms", "buildPlatforms")) {
      Set<Platform> seen = new HashSet<>();
      for (String entry : settings.entries(setting)) {
        if (entry.contains("/") && !seen.add(parse(setting, entry))) {
          warnings.add(Settings.PREFIX + setting + " has " + entry + " twice: it counts once");
        }
      }
    }
    return warnings;
  }

  private static List<Platform> wanted(
      Settings settings, List<Platform> image, Collection<Platform> session) {
    String text = settings.text("buildPlatforms");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "all" -> image;
      case "native" -> List.of(ofThisMachine(image, session));
      default -> {
        if (!text.contains("/") && meant(text) == null) {
          throw ConfigurationException.malformed(
              "image.buildPlatforms", text, "all, native, or some of image.platforms " + image);
        }
        yield list("buildPlatforms", text);
      }
    };
  }

  private static List<Platform> list(String setting, String text) {
    List<Platform> platforms = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        Platform platform = parse(setting, entry.strip());
        if (!platforms.contains(platform)) {
          platforms.add(platform);
        }
      }
    }
    return List.copyOf(platforms);
  }

  private static Platform parse(String setting, String entry) {
    String meant = meant(entry);
    try {
      Platform platform = Platform.parse(entry);
      if (meant == null || Platform.parse(meant).equals(platform)) {
        return platform;
      }
    } catch (ConfigurationException e) {
      if (entry.matches(".*[\\s;|+].*") && Quoted.isPlain(entry)) {
        throw ConfigurationException.malformed(
            Settings.PREFIX + setting,
            entry,
            "one platform, or several with commas between them, such as "
                + String.join(",", entry.split("[\\s;|+]+")));
      }
      if (meant == null) {
        throw new ConfigurationException(Settings.PREFIX + setting + ": " + e.getMessage());
      }
    }
    throw new ConfigurationException(
        Settings.PREFIX + setting + " has '" + entry + "': expected " + meant);
  }

  /** {@code linux/arm64} for {@code aarch64}, {@code linux/aarch64} or {@code linux-arm64}. */
  private static @Nullable String meant(String entry) {
    String word = entry.toLowerCase(Locale.ROOT);
    String architecture = ARCHITECTURES.get(word.replaceFirst("^linux[/_:-]", ""));
    return architecture == null ? null : "linux/" + architecture;
  }

  /** The one of the image's platforms that this machine runs, else of other images'. */
  private static Platform ofThisMachine(List<Platform> image, Collection<Platform> session) {
    return runHere(Stream.concat(image.stream(), session.stream()))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "image.buildPlatforms is 'native' and this machine is linux/"
                        + architecture()
                        + ", which is none of image.platforms "
                        + image));
  }

  /** The first that containers of this machine are of. */
  private static Optional<Platform> runHere(Stream<Platform> platforms) {
    return platforms
        .filter(platform -> platform.os().equals("linux"))
        .filter(platform -> platform.architecture().equals(architecture()))
        .findFirst();
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT);
    return ARCHITECTURES.getOrDefault(name, name);
  }
}
