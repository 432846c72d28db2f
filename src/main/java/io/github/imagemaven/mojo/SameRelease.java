package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to publish as one release what an earlier session built as another, or as none: by the
 * label in the image {@code latest} and the moving tags are kept from going backwards.
 *
 * @param version of the release that this run is; null where it is none
 */
record SameRelease(@Nullable String version) {
  /**
   * Checks an image that is published by a session which did not build it.
   *
   * @throws ConfigurationException where its label says another version, or has one too many or too
   *     few
   */
  void check(MavenProject module) throws IOException {
    Path directory = BuildRequests.imageDirectory(module);
    String built = BuildRecord.read(directory).released();
    if (!Objects.equals(built, version)) {
      throw new ConfigurationException(
          "the image of "
              + module.getArtifactId()
              + " in "
              + directory
              + " was built as "
              + named(built)
              + ", and this run publishes it as "
              + named(version)
              + ": the version stands in the image, so build it again for what this run publishes");
    }
  }

  private static String named(@Nullable String version) {
    return version == null ? "no release" : "release " + version;
  }
}
