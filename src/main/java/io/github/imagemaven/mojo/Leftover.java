package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.publish.PublicationRecord;
import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.project.MavenProject;

/** What the last session that reached a module left in its {@code target/image}. */
enum Leftover {
  /** An image that has its names. */
  PUBLISHED,
  /** An image whose tags have not moved. */
  BUILT,
  /** Word that the module gets no image. */
  NO_IMAGE;

  private static final String NO_IMAGE_FILE = "no-image";

  /**
   * Looks.
   *
   * @throws ConfigurationException where nothing is there: nobody has built the module
   */
  static Leftover of(MavenProject module) throws IOException {
    Path directory = BuildRequests.imageDirectory(module);
    if (isImage(module)) {
      return isPublished(directory) ? PUBLISHED : BUILT;
    }
    if (isNone(module)) {
      return NO_IMAGE;
    }
    throw new ConfigurationException(
        "the build was resumed (-rf) past "
            + module.getArtifactId()
            + ", which has no image in "
            + directory
            + ", and its tags are to move with the others': run without -rf");
  }

  /** Whether there is an image, with names or without. */
  static boolean isImage(MavenProject module) {
    return Files.exists(BuildRequests.imageDirectory(module).resolve(BuildRecord.FILE));
  }

  /** Whether there is word that the module gets no image, and no image. */
  static boolean isNone(MavenProject module) {
    return !isImage(module)
        && Files.exists(BuildRequests.imageDirectory(module).resolve(NO_IMAGE_FILE));
  }

  /** Whether {@code build-multiarch} came to the module at all. */
  static boolean isAny(MavenProject module) {
    return isImage(module) || isNone(module);
  }

  /** What was published before the last build is another image. */
  private static boolean isPublished(Path directory) throws IOException {
    Path publication = directory.resolve(PublicationRecord.FILE);
    return Files.exists(publication)
        && Files.getLastModifiedTime(publication)
                .compareTo(Files.getLastModifiedTime(directory.resolve(BuildRecord.FILE)))
            >= 0;
  }

  /** Leaves word that a module turned out to get no image. */
  static void noImage(MavenProject module, String reason) throws IOException {
    forget(module);
    Path directory = Files.createDirectories(BuildRequests.imageDirectory(module));
    Files.writeString(directory.resolve(NO_IMAGE_FILE), reason + "\n");
  }

  /** What an earlier session left must not be taken for what this session leaves. */
  static void forget(MavenProject module) throws IOException {
    Files.deleteIfExists(BuildRequests.imageDirectory(module).resolve(BuildRecord.FILE));
    Files.deleteIfExists(BuildRequests.imageDirectory(module).resolve(NO_IMAGE_FILE));
  }
}
