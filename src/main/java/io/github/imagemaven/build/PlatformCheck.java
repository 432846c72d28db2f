package io.github.imagemaven.build;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Spelling;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what is wrong with the platforms of a request. */
final class PlatformCheck {
  /** What Go calls the architectures that it builds for Linux, and so container engines. */
  private static final List<String> ARCHITECTURES =
      List.of(
          "386",
          "amd64",
          "arm",
          "arm64",
          "loong64",
          "mips",
          "mips64",
          "mips64le",
          "mipsle",
          "ppc64",
          "ppc64le",
          "riscv64",
          "s390x",
          "sparc64");

  private PlatformCheck() {}

  /**
   * Checks {@code image.platforms} and {@code image.buildPlatforms}.
   *
   * @throws ConfigurationException where one is empty, names a platform twice, or one that cannot
   *     be built
   */
  static void check(BuildRequest request) {
    checkPlatforms(request.platforms(), request.buildPlatforms());
    checkArchitectures(request);
  }

  private static void checkPlatforms(List<Platform> platforms, List<Platform> buildPlatforms) {
    if (platforms.isEmpty()) {
      throw ConfigurationException.malformed(
          "image.platforms", "", "at least one platform, such as linux/amd64,linux/arm64");
    }
    if (buildPlatforms.isEmpty()) {
      throw ConfigurationException.malformed(
          "image.buildPlatforms", "", "all, native, or some of image.platforms");
    }
    checkEachOnce("image.platforms", platforms);
    checkEachOnce("image.buildPlatforms", buildPlatforms);
    for (Platform platform : buildPlatforms) {
      if (!platforms.contains(platform)) {
        throw ConfigurationException.malformed(
            "image.buildPlatforms", platform.toString(), "some of image.platforms, " + platforms);
      }
    }
    for (Platform platform : platforms) {
      if (!platform.os().equals("linux")) {
        throw ConfigurationException.malformed(
            "image.platforms",
            platform.toString(),
            "linux/…: layers of other systems have another form, which is not written");
      }
    }
  }

  /** A base says itself what it has; on scratch nobody else would. */
  private static void checkArchitectures(BuildRequest request) {
    for (Platform platform : request.platforms()) {
      String architecture = platform.architecture();
      if (request.from() instanceof BaseReference.Scratch
          && !ARCHITECTURES.contains(architecture)) {
        String nearest =
            architecture.matches("arm32v[5-7]")
                ? "arm/" + architecture.substring("arm32".length())
                : Spelling.nearest(architecture, ARCHITECTURES);
        throw ConfigurationException.malformed(
            "image.platforms",
            platform.toString(),
            "an architecture that there is: "
                + (nearest == null ? String.join(", ", ARCHITECTURES) : "linux/" + nearest));
      }
    }
  }

  private static void checkEachOnce(String setting, List<Platform> platforms) {
    Set<Platform> seen = new HashSet<>();
    for (Platform platform : platforms) {
      if (!seen.add(platform)) {
        throw new ConfigurationException(setting + " names " + platform + " twice: name it once");
      }
    }
  }
}
