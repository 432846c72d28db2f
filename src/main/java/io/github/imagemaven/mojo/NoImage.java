package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** Which modules get no image, as far as their POM tells. */
final class NoImage {
  private NoImage() {}

  /**
   * Why a module gets none; null where its packaging may have one.
   *
   * @throws ConfigurationException where the module insists on an image that it cannot have
   */
  static @Nullable String reason(Settings settings, MavenProject module) {
    if (settings.flag("skip")) {
      return "image.skip is true";
    }
    if (isPossible(module)) {
      return null;
    }
    if (isInsistedOn(module)) {
      throw new ConfigurationException(
          "image.skip is false in "
              + module.getArtifactId()
              + ", which asks for an image, but its packaging is '"
              + module.getPackaging()
              + "': expected jar or war; remove image.skip there");
    }
    return "its packaging is " + module.getPackaging();
  }

  /** Whether its packaging may have an image. */
  static boolean isPossible(MavenProject module) {
    return module.getPackaging().equals("jar") || module.getPackaging().equals("war");
  }

  /** Whether the module's own POM says {@code image.skip=false}: then it is to have an image. */
  static boolean isInsistedOn(MavenProject module) {
    String written = module.getOriginalModel().getProperties().getProperty("image.skip");
    return written != null && written.strip().equals("false");
  }
}
