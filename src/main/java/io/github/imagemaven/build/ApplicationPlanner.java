package io.github.imagemaven.build;

import io.github.imagemaven.build.ApplicationContent.Folders;
import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans what an application adds to its base. A war, and libraries that only the artifact holds,
 * are unpacked for it beside the layout.
 */
final class ApplicationPlanner {
  private static final String UNPACKED = "unpacked";

  private static final Pattern IN_WAR_LIBRARIES = Pattern.compile("WEB-INF/lib/[^/]+\\.jar");

  private final JavaApplication application;
  private final ContainerSettings container;
  private final Log log;
  private final Path unpacked;

  ApplicationPlanner(BuildRequest request, Log log) {
    this.application = request.application();
    this.container = request.container();
    this.unpacked = request.directory().resolve(UNPACKED);
    this.log = log;
  }

  /**
   * Plans.
   *
   * @throws ConfigurationException where the artifact is missing or no archive, a dependency is
   *     missing, or the main class cannot be decided
   */
  ApplicationPlan plan() throws IOException {
    return application.packaging() == JavaApplication.Packaging.WAR ? planWar() : planJar();
  }

  private ApplicationPlan planJar() throws IOException {
    SpringBootArchive artifact = SpringBootArchive.read(application.artifact());
    List<Library> libraries =
        artifact.repackaged()
            ? Libraries.packed(application.dependencies(), artifact, this::unpackLibraries, log)
            : Libraries.of(application.dependencies(), log);
    Path classes = application.classes();
    ApplicationContent content =
        new ApplicationContent(
            application.root(),
            Folders.JAR,
            libraries,
            classes,
            file -> !ApplicationContent.isClass(file) && Files.isRegularFile(file),
            classes,
            artifact.layers(),
            file -> SpringBootArchive.JAR_CLASSES + slashes(classes.relativize(file)));
    ApplicationLayers layers = ApplicationLayers.of(content, owner());
    List<LayerPlan> plans = new ArrayList<>(layers.plans());
    plans.addAll(extraLayers());
    LayerEntry arguments = argumentFile(layers.classPath());
    plans.add(new LayerPlan("class path", List.of(arguments), false));
    return new ApplicationPlan(plans, entrypoint(artifact, libraries, layers.classPath()));
  }

  private @Nullable List<String> entrypoint(
      SpringBootArchive artifact, List<Library> libraries, List<String> classPath)
      throws IOException {
    if (!Command.isPlanned(container)) {
      return null;
    }
    String mainClass =
        MainClass.of(
            application.mainClass(), artifact.mainClass(), application.classes(), libraries, log);
    List<String> words = new ArrayList<>();
    words.add("java");
    words.addAll(application.jvmFlags());
    if (application.javaRelease() >= ArgumentFile.SINCE) {
      words.add("@" + application.below(ArgumentFile.NAME));
    } else {
      words.add("-cp");
      words.add(String.join(":", classPath));
    }
    words.add(mainClass);
    return words;
  }

  private LayerEntry argumentFile(List<String> classPath) {
    return new LayerEntry(
        application.below(ArgumentFile.NAME),
        new Content.Bytes(ArgumentFile.of(classPath)),
        0644,
        owner().uid(),
        owner().gid());
  }

  private ApplicationPlan planWar() throws IOException {
    Path root = warRoot();
    SpringBootArchive artifact = SpringBootArchive.read(root);
    Path webInf = root.resolve("WEB-INF");
    ApplicationContent content =
        new ApplicationContent(
            application.root(),
            Folders.WAR,
            warLibraries(webInf.resolve("lib")),
            root,
            file -> isWarResource(root, file, artifact.repackaged()),
            webInf.resolve("classes"),
            artifact.layers(),
            file -> slashes(root.relativize(file)));
    List<LayerPlan> plans = new ArrayList<>(ApplicationLayers.of(content, owner()).plans());
    plans.addAll(extraLayers());
    return new ApplicationPlan(plans, null);
  }

  /** The war, unpacked by its build or here. */
  private Path warRoot() throws IOException {
    if (Files.isDirectory(application.artifact())) {
      return application.artifact();
    }
    if (!Files.exists(application.artifact())) {
      throw new ConfigurationException(
          "there is no war " + application.artifact() + ": let the build run to the package phase");
    }
    Unpacked.sync(application.artifact(), unpacked, entry -> true);
    return unpacked;
  }

  private Path unpackLibraries(Set<String> entries) throws IOException {
    Unpacked.sync(application.artifact(), unpacked, entries::contains);
    return unpacked;
  }

  private List<Library> warLibraries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> IN_WAR_LIBRARIES.matcher("WEB-INF/lib/" + file.getFileName()).matches())
          .filter(file -> !SpringBootArchive.isJarmode(file.getFileName().toString()))
          .sorted()
          .map(this::warLibrary)
          .toList();
    }
  }

  private Library warLibrary(Path file) {
    String name = file.getFileName().toString();
    return new Library(
        file, Libraries.kind(name, application.dependencies()), "WEB-INF/lib/" + name);
  }

  /**
   * Everything but libraries and classes. What only {@code java -jar} needs of a Spring Boot war,
   * its launcher and the libraries that a servlet container provides, is left out.
   */
  private static boolean isWarResource(Path root, Path file, boolean springBoot) {
    String path = slashes(root.relativize(file));
    if (!Files.isRegularFile(file) || IN_WAR_LIBRARIES.matcher(path).matches()) {
      return false;
    }
    if (path.startsWith("WEB-INF/classes/") && ApplicationContent.isClass(file)) {
      return false;
    }
    boolean launcher =
        path.startsWith("org/springframework/boot/loader/")
            || path.startsWith("WEB-INF/lib-provided/");
    return !(springBoot && launcher);
  }

  private List<LayerPlan> extraLayers() throws IOException {
    List<LayerPlan> plans = new ArrayList<>();
    for (Path directory : application.extraDirectories()) {
      List<LayerEntry> entries = ExtraDirectory.entries(directory, owner());
      if (!entries.isEmpty()) {
        plans.add(new LayerPlan("extra directory " + directory.getFileName(), entries, false));
      }
    }
    return plans;
  }

  private Owner owner() {
    return Owner.parse(application.owner());
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
