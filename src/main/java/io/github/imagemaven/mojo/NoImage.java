package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/** Which modules get no image, as far as their POM tells. */
final class NoImage {
  /** Why a jar gets none of whose classes one starts. */
  static final String LIBRARY = "a library, no class of it has a main method";

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
    if (isPossible(settings, module)) {
      return null;
    }
    if (isInsistedOn(module)) {
      throw new ConfigurationException(
          "image.skip is false in "
              + module.getArtifactId()
              + ", which asks for an image, but its packaging is '"
              + module.getPackaging()
              + "': expected jar or war, or image.containerfile in its own POM; remove image.skip"
              + " there");
    }
    return "its packaging is " + module.getPackaging();
  }

  /** Says in one line why a module gets none, and in another what lies there for one. */
  static void say(Run run, MavenProject module, String reason) {
    run.log().info("No image of " + module.getArtifactId() + ": " + reason);
    containerfile(module)
        .filter(file -> !run.settings(module).flag("skip"))
        .ifPresent(
            file ->
                run.log()
                    .info(
                        file
                            + " lies there and is not built: an image is made of a jar with a main"
                            + " class or of a war, unless this module sets"
                            + " image.containerfile"));
  }

  /** A file in the module's folder that somebody may expect to be built. */
  static Optional<Path> containerfile(MavenProject module) {
    return Stream.of("Containerfile", "Dockerfile")
        .map(name -> module.getBasedir().toPath().resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Whether its packaging may have an image, or it says what makes one. */
  static boolean isPossible(Settings settings, MavenProject module) {
    return isArchive(module) || Containerfiles.isMadeByOne(settings, module);
  }

  /** Whether its build makes what may be an application. */
  static boolean isArchive(MavenProject module) {
    return module.getPackaging().equals("jar") || module.getPackaging().equals("war");
  }

  /**
   * Whether it is known before anything is compiled that the module has an image: a war, one made
   * by a Containerfile, or a jar whose main class is written down. Of other jars it is known when
   * their classes are there.
   */
  static boolean isCertain(Settings settings, MavenProject module) {
    return module.getPackaging().equals("war")
        || Containerfiles.isMadeByOne(settings, module)
        || settings.isSet("mainClass")
        || isInsistedOn(module)
        || isInManifest(module);
  }

  private static boolean isInManifest(MavenProject module) {
    Plugin jar = module.getPlugin("org.apache.maven.plugins:maven-jar-plugin");
    return jar != null
        && (hasMainClass(jar.getConfiguration())
            || jar.getExecutions().stream()
                .anyMatch(execution -> hasMainClass(execution.getConfiguration())));
  }

  private static boolean hasMainClass(@Nullable Object configuration) {
    Xpp3Dom dom = configuration instanceof Xpp3Dom whole ? whole : null;
    for (String element : List.of("archive", "manifest", "mainClass")) {
      dom = dom == null ? null : dom.getChild(element);
    }
    return dom != null && isClass(dom.getValue());
  }

  /**
   * A placeholder that nobody has resolved is no class: {@code spring-boot-starter-parent} has
   * {@code ${start-class}} in every module.
   */
  private static boolean isClass(@Nullable String value) {
    return value != null && !value.isBlank() && !value.contains("${");
  }

  /** Whether the module's own POM says {@code image.skip=false}: then it is to have an image. */
  static boolean isInsistedOn(MavenProject module) {
    String written = module.getOriginalModel().getProperties().getProperty("image.skip");
    return written != null && written.strip().equals("false");
  }
}
