package io.github.imagemaven.build;

import io.github.imagemaven.build.ApplicationContent.Folders;
import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A web application for a servlet container that the base has and starts.
 *
 * @param root the war, unpacked
 */
record WarPlanner(JavaApplication application, Path root, SpringBootArchive artifact, Log log)
    implements ApplicationPlanner {
  private static final Pattern IN_WAR_LIBRARIES = Pattern.compile("WEB-INF/lib/[^/]+\\.jar");

  static WarPlanner prepare(JavaApplication application, Path unpacked, Log log)
      throws IOException {
    Path root = root(application.artifact(), unpacked);
    return new WarPlanner(application, root, SpringBootArchive.read(root), log);
  }

  /** The war, unpacked by its build or here. */
  private static Path root(Path war, Path unpacked) throws IOException {
    if (Files.isDirectory(war)) {
      return war;
    }
    if (!Files.exists(war)) {
      throw new ConfigurationException(
          "there is no war " + war + ": let the build run to the package phase");
    }
    return Unpacked.sync(war, unpacked, entry -> true);
  }

  @Override
  public ApplicationPlan plan() throws IOException {
    Owner owner = Owner.parse(application.owner());
    List<LayerPlan> plans = new ArrayList<>(ApplicationLayers.of(content(), owner).plans());
    plans.addAll(ExtraDirectory.layers(application.extraDirectories(), owner));
    return new ApplicationPlan(plans, null);
  }

  private ApplicationContent content() throws IOException {
    Path webInf = root.resolve("WEB-INF");
    return new ApplicationContent(
        application.root(),
        Folders.WAR,
        libraries(webInf.resolve("lib")),
        root,
        this::isResource,
        webInf.resolve("classes"),
        ApplicationContent::isClass,
        artifact.layers(),
        file -> ApplicationContent.slashes(root.relativize(file)));
  }

  private List<Library> libraries(Path folder) throws IOException {
    Called called = Called.of(application.dependencies());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> IN_WAR_LIBRARIES.matcher("WEB-INF/lib/" + file.getFileName()).matches())
          .filter(file -> !SpringBootArchive.isJarmode(file.getFileName().toString()))
          .filter(file -> !isLeftOut(file, called))
          .sorted()
          .map(file -> library(file, called))
          .toList();
    }
  }

  /** Spring Boot's own plugin decides on devtools in what it has repackaged. */
  private boolean isLeftOut(Path file, Called called) {
    String name = file.getFileName().toString();
    Dependency dependency = called.find(name);
    boolean devtools =
        name.startsWith("spring-boot-devtools-")
            || (dependency != null && Libraries.isDevtools(dependency));
    if (devtools && !artifact.repackaged()) {
      log.info("left out of the image: WEB-INF/lib/" + name);
      return true;
    }
    return false;
  }

  /** A module that comes from a repository has the time of its deployment in its name. */
  private static Library library(Path file, Called called) {
    String name = file.getFileName().toString();
    Kind kind = called.kind(name);
    return new Library(
        file,
        kind,
        "WEB-INF/lib/" + name,
        kind == Kind.PROJECT ? Called.byBaseVersion(name) : name);
  }

  /**
   * Everything but libraries and classes. What only {@code java -jar} needs of a Spring Boot war is
   * left out: its launcher, the libraries that a servlet container provides, and the indexes. The
   * one of the class path is read by the launcher, the one of the layers by nothing but {@code
   * -Djarmode}; the latter says whether a module was built in the same session.
   */
  private boolean isResource(Path file) {
    String path = ApplicationContent.slashes(root.relativize(file));
    if (!Files.isRegularFile(file) || IN_WAR_LIBRARIES.matcher(path).matches()) {
      return false;
    }
    if (path.startsWith("WEB-INF/classes/") && ApplicationContent.isClass(file)) {
      return false;
    }
    boolean launcher =
        path.startsWith("org/springframework/boot/loader/")
            || path.startsWith("WEB-INF/lib-provided/")
            || artifact.indexes().contains(path);
    return !(artifact.repackaged() && launcher);
  }
}
