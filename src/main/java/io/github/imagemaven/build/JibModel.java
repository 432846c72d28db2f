package io.github.imagemaven.build;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JavaContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.RelativeUnixPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Jib's model of a Java application: which layers there are, which file stands where, with which
 * mode. Local work only.
 *
 * <p>Source: jib-core's {@link JavaContainerBuilder}. It knows no class path order, no layers by
 * index and no links; those are added by {@link ApplicationLayers}.
 */
final class JibModel {
  private JibModel() {}

  /** The layers that have anything in them, lowest first. */
  static List<FileEntriesLayer> layers(ApplicationContent content) throws IOException {
    boolean hasResources = Files.isDirectory(content.resources());
    boolean hasClasses = Files.isDirectory(content.classes());
    if (content.libraries().isEmpty() && !hasResources && !hasClasses) {
      return List.of();
    }
    ApplicationContent.Folders folders = content.folders();
    JavaContainerBuilder builder =
        builder()
            .setAppRoot(AbsoluteUnixPath.get(content.root()))
            .setDependenciesDestination(RelativeUnixPath.get(folders.libraries()))
            .setResourcesDestination(RelativeUnixPath.get(folders.resources()))
            .setClassesDestination(RelativeUnixPath.get(folders.classes()))
            .addDependencies(files(content, JavaApplication.Kind.RELEASE))
            .addSnapshotDependencies(files(content, JavaApplication.Kind.SNAPSHOT))
            .addProjectDependencies(files(content, JavaApplication.Kind.PROJECT));
    if (hasResources) {
      builder.addResources(content.resources(), content.isResource());
    }
    if (hasClasses) {
      builder.addClasses(content.classes(), content.isOfClasses());
    }
    return builder.toContainerBuilder().toContainerBuildPlan().getLayers().stream()
        .map(FileEntriesLayer.class::cast)
        .filter(layer -> !layer.getEntries().isEmpty())
        .toList();
  }

  private static JavaContainerBuilder builder() {
    try {
      return JavaContainerBuilder.from("scratch");
    } catch (InvalidImageReferenceException e) {
      throw new IllegalStateException("scratch is a reference", e);
    }
  }

  private static List<Path> files(ApplicationContent content, JavaApplication.Kind kind) {
    return content.libraries().stream()
        .filter(library -> library.kind() == kind)
        .map(Library::file)
        .toList();
  }
}
