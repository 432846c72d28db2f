package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to publish, together with what this session builds, an image that an earlier session
 * built from something else.
 *
 * @param present the commit at hand; null where nobody knows
 */
record SameCommit(@Nullable Commit present) {
  private static final String UNKNOWN = "no known commit (no git, or tracked files had changed)";

  /**
   * Checks a module that a build was resumed past. Where neither its commit nor the present one is
   * known, what counts is that no source is newer than the image.
   *
   * @param skipped all modules that were resumed past; the image may hold classes of each
   * @throws ConfigurationException where the image is of another commit, or older than a source
   */
  void checkResumed(MavenProject module, Collection<MavenProject> skipped) throws IOException {
    Path directory = BuildRequests.imageDirectory(module);
    String built = BuildRecord.read(directory).revision();
    String way = ": run without -rf, so that it is built again";
    if (!Objects.equals(built, presentId())) {
      throw new ConfigurationException(
          "the build was resumed (-rf) past "
              + module.getArtifactId()
              + ", whose image in "
              + directory
              + " is of "
              + named(built)
              + ", and this build is of "
              + named(presentId())
              + way);
    }
    if (built == null) {
      FileTime time = Files.getLastModifiedTime(directory.resolve(BuildRecord.FILE));
      for (MavenProject each : skipped) {
        Optional<Path> newer = newer(each, time);
        if (newer.isPresent()) {
          throw new ConfigurationException(
              "the build was resumed (-rf) past "
                  + module.getArtifactId()
                  + ", whose image is older than "
                  + newer.get()
                  + way);
        }
      }
    }
  }

  /**
   * Checks an image that is published by a session which did not build it.
   *
   * @throws ConfigurationException where both commits are known and differ
   */
  void checkBuiltBefore(MavenProject module) throws IOException {
    Path directory = BuildRequests.imageDirectory(module);
    String built = BuildRecord.read(directory).revision();
    if (built != null && presentId() != null && !built.equals(presentId())) {
      throw new ConfigurationException(
          "the image of "
              + module.getArtifactId()
              + " in "
              + directory
              + " is of "
              + named(built)
              + ", and checked out is "
              + named(presentId())
              + ": build it again, or check out what it was built from");
    }
  }

  private @Nullable String presentId() {
    return present == null ? null : present.id();
  }

  private static String named(@Nullable String commit) {
    return commit == null ? UNKNOWN : "commit " + commit;
  }

  private static Optional<Path> newer(MavenProject module, FileTime time) throws IOException {
    Path folder = module.getBasedir().toPath();
    for (Path place : List.of(folder.resolve("pom.xml"), folder.resolve("src"))) {
      if (Files.exists(place)) {
        try (Stream<Path> files = Files.walk(place)) {
          Optional<Path> newer = files.filter(file -> isNewer(file, time)).findFirst();
          if (newer.isPresent()) {
            return newer;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNewer(Path file, FileTime time) {
    return file.toFile().isFile() && file.toFile().lastModified() > time.toMillis();
  }
}
