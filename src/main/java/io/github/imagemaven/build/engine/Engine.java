package io.github.imagemaven.build.engine;

import io.github.imagemaven.oci.Platform;
import java.nio.file.Path;
import java.util.Set;

/**
 * An installed program that builds Containerfiles.
 *
 * @param kind which of them
 * @param program absolute
 * @param version {@code 1.28.2}; buildx's with Docker
 * @param builder what builds for Docker's buildx; of no meaning with the others
 */
public record Engine(Kind kind, Path program, String version, Builder builder) {
  /** The programs that are known, in the order in which they are looked for. */
  public enum Kind {
    /** Here-documents and caches in registries: buildah's release notes, 1.35 and 1.28. */
    BUILDAH("buildah", "buildah", "bud"),
    /** Builds with the buildah that it contains: 5.0 has 1.35, 4.3 has 1.28. */
    PODMAN("podman", "podman", "build"),
    /** Docker's buildx, a plug-in of its command. */
    DOCKER("docker", "docker buildx", "buildx");

    private final String program;
    private final String title;
    private final String build;

    Kind(String program, String title, String build) {
      this.program = program;
      this.title = title;
      this.build = build;
    }

    /** What the program is called. */
    public String program() {
      return program;
    }

    /** Its command that builds, by the name that old versions have too. */
    public String buildCommand() {
      return build;
    }
  }

  /**
   * What buildx hands a build to.
   *
   * @param exports whether it writes the image into a folder; Docker's own store, where it is not
   *     containerd's, only takes it in
   * @param recent whether its BuildKit is 0.10 or newer, as far as it says: older ones know no
   *     here-documents and pass over limits of what steps run
   * @param platforms whose programs it runs, {@code linux/arm64}; empty where it does not say
   * @param running whether it is there already; else it is started when it is needed
   */
  public record Builder(boolean exports, boolean recent, Set<String> platforms, boolean running) {
    /** Copies the set. */
    public Builder {
      platforms = Set.copyOf(platforms);
    }

    /** Of an engine that has none. */
    public static final Builder NONE = new Builder(false, true, Set.of(), true);

    /** Whether it runs a platform's programs, or does not say. */
    public boolean runs(Platform platform) {
      String wanted = platform.os() + "/" + platform.architecture();
      return platforms.isEmpty()
          || platforms.stream()
              .anyMatch(each -> each.equals(wanted) || each.startsWith(wanted + "/"));
    }
  }

  /** Whether it is of this version or newer. */
  public boolean isSince(int major, int minor) {
    String[] parts = version.split("[^0-9]+", 3);
    int own = Integer.parseInt(parts[0]);
    return own > major || (own == major && Integer.parseInt(parts[1]) >= minor);
  }

  /** {@code buildah 1.28.2}. */
  @Override
  public String toString() {
    return kind.title + " " + version;
  }
}
