package io.github.imagemaven.mojo;

import io.github.imagemaven.build.JavaApplication;
import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.build.JavaApplication.Packaging;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Problems;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** From a module's build to a {@link JavaApplication}. */
final class Applications {
  private Applications() {}

  /**
   * What the module's build made.
   *
   * @throws ConfigurationException where the artifact is not built yet
   */
  static JavaApplication of(Settings settings, MavenProject project, MavenSession session) {
    Problems problems = new Problems();
    JavaApplication application =
        of(settings, project, artifact(project), dependencies(project, session), problems);
    problems.throwIfAny();
    return application;
  }

  /**
   * What the module's build is going to make, for checks before it has made anything. Where a
   * setting is malformed, something harmless stands in its place.
   */
  static JavaApplication planned(Settings settings, MavenProject project, Problems problems) {
    Path target = Path.of(project.getBuild().getDirectory());
    String file = project.getBuild().getFinalName() + "." + project.getPackaging();
    return of(settings, project, target.resolve(file), List.of(), problems);
  }

  private static JavaApplication of(
      Settings settings,
      MavenProject project,
      Path artifact,
      List<Dependency> dependencies,
      Problems problems) {
    Path basedir = project.getBasedir().toPath();
    JarContent jar = JarContent.of(project, settings);
    return new JavaApplication(
        project.getPackaging().equals("war") ? Packaging.WAR : Packaging.JAR,
        artifact,
        jar.classes(),
        dependencies,
        problems.orNull(() -> settings.optional("mainClass")),
        problems.orElse(() -> settings.words("jvmFlags"), List.of()),
        problems.orElse(() -> List.of(extraDirectory(settings, basedir)), List.of()),
        problems.orNull(() -> settings.optional("appRoot")),
        problems.orNull(() -> settings.optional("owner")),
        JavaRelease.of(settings, project),
        problems.orElse(jar::includes, any -> true));
  }

  /** The default may be missing, a folder that somebody named may not. */
  private static Path extraDirectory(Settings settings, Path basedir) {
    DestinationName.checkSecret("image.extraDirectory", "oci:" + settings.text("extraDirectory"));
    Path directory = basedir.resolve(settings.text("extraDirectory"));
    if (settings.isSet("extraDirectory") && !Files.isDirectory(directory)) {
      throw new ConfigurationException(
          "image.extraDirectory is '"
              + settings.text("extraDirectory")
              + "', and there is no folder "
              + directory);
    }
    return directory;
  }

  private static Path artifact(MavenProject project) {
    File file = project.getArtifact().getFile();
    if (file == null || !file.isFile()) {
      throw new ConfigurationException(
          "the "
              + project.getPackaging()
              + " of "
              + project.getArtifactId()
              + " is not built yet: run the phase package (or deploy) with this goal, as in"
              + " mvn package image:build-multiarch");
    }
    return file.toPath();
  }

  private static List<Dependency> dependencies(MavenProject project, MavenSession session) {
    Siblings siblings = Siblings.of(project, session);
    List<Dependency> dependencies = new ArrayList<>();
    for (Artifact artifact : project.getArtifacts()) {
      if (artifact.getArtifactHandler().isAddedToClasspath() && artifact.getFile() != null) {
        Kind kind =
            siblings.has(artifact)
                ? Kind.PROJECT
                : artifact.isSnapshot() ? Kind.SNAPSHOT : Kind.RELEASE;
        dependencies.add(new Dependency(artifact.getFile().toPath(), kind, coordinates(artifact)));
      }
    }
    return dependencies;
  }

  private static String coordinates(Artifact artifact) {
    return String.join(
        ":",
        artifact.hasClassifier()
            ? List.of(
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getBaseVersion(),
                artifact.getClassifier())
            : List.of(artifact.getGroupId(), artifact.getArtifactId(), artifact.getBaseVersion()));
  }
}
