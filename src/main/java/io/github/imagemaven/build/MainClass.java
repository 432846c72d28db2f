package io.github.imagemaven.build;

import com.google.cloud.tools.jib.api.MainClassFinder;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The class that starts the application: configured, from the artifact's manifest, or found. */
final class MainClass {
  private static final String SETTING = "image.mainClass";
  private static final String MANIFEST = "the jar's manifest (maven-jar-plugin's mainClass)";
  private static final int NAMED = 5;

  private MainClass() {}

  /**
   * Where a class may be.
   *
   * @param classes the module's own
   * @param artifact the jar; may be missing
   * @param libraries on the class path
   * @param inJar which files of {@code classes} count
   */
  record Places(Path classes, Path artifact, List<Library> libraries, Predicate<String> inJar) {
    Places {
      libraries = List.copyOf(libraries);
    }

    /** Whether the class will be on the image's class path. */
    boolean haveOnClassPath(String file) throws IOException {
      if (Files.isRegularFile(classes.resolve(file)) && inJar.test(file)) {
        return true;
      }
      for (Library library : libraries) {
        if (holds(library.file(), file)) {
          return true;
        }
      }
      return false;
    }

    boolean haveInArtifact(String file) throws IOException {
      return Files.isRegularFile(artifact) && holds(artifact, file);
    }

    private static boolean holds(Path archive, String file) throws IOException {
      try (ZipFile jar = new ZipFile(archive.toFile())) {
        return jar.getEntry(file) != null;
      } catch (ZipException e) {
        return false; // a dependency of another type: no class comes from it
      }
    }
  }

  /**
   * Decides.
   *
   * @param configured null where nothing is set
   * @param inManifest null where the artifact says nothing
   * @param javaRelease of the application
   * @throws NoMainClassException where none is found
   * @throws ConfigurationException where several are found, or the one stated is nowhere
   */
  static String of(
      @Nullable String configured,
      @Nullable String inManifest,
      Places places,
      int javaRelease,
      Log log)
      throws IOException {
    String stated = configured != null ? configured : inManifest;
    if (stated == null) {
      return find(places, javaRelease, log);
    }
    String what = "main class " + stated + " of " + (configured != null ? SETTING : MANIFEST);
    String file = stated.replace('.', '/') + ".class";
    if (places.haveOnClassPath(file)) {
      return stated;
    }
    if (!places.haveInArtifact(file)) {
      throw new ConfigurationException(
          what
              + " is not in "
              + places.classes()
              + ", "
              + places.artifact().getFileName()
              + " or a dependency: "
              + instead(stated, places)
              + ", or image.entrypoint where the application is started in another way");
    }
    log.warn(
        what
            + " is in "
            + places.artifact().getFileName()
            + " alone, neither in "
            + places.classes()
            + " nor in a dependency, which the image is made of; the container will not start"
            + " unless its base has it");
    return stated;
  }

  /** What to write, as far as the classes tell. */
  private static String instead(String stated, Places places) throws IOException {
    SortedSet<String> starting = startingClasses(places, new ArrayList<>());
    if (!starting.isEmpty()) {
      List<String> named = new ArrayList<>(starting);
      return "set " + SETTING + " to what has a main method, " + shortened(named);
    }
    List<String> all =
        classFiles(places).stream()
            .map(file -> ApplicationContent.slashes(places.classes().relativize(file)))
            .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
            .toList();
    String nearest = Spelling.nearest(stated, all);
    return (nearest == null ? "" : "did you mean " + nearest + "? ")
        + "set "
        + SETTING
        + " to the class that starts the application";
  }

  private static String find(Places places, int javaRelease, Log log) throws IOException {
    List<String> tooNew = new ArrayList<>();
    SortedSet<String> found = startingClasses(places, tooNew);
    if (found.isEmpty() && javaRelease >= InstanceMain.SINCE) {
      for (Path file : classFiles(places)) {
        String started = InstanceMain.of(file);
        if (started != null) {
          found.add(started);
        }
      }
    }
    if (!tooNew.isEmpty()) {
      log.info(
          "not searched for a main class, because newer than the scanner: " + shortened(tooNew));
    }
    if (found.size() == 1) {
      return found.first();
    }
    if (found.isEmpty()) {
      throw new NoMainClassException(places.classes(), !tooNew.isEmpty());
    }
    throw new ConfigurationException(
        "several classes have a main method, "
            + String.join(", ", found)
            + ": set "
            + SETTING
            + " to one of them");
  }

  /**
   * Classes with a main method.
   *
   * @param tooNew gets the files that could not be searched
   */
  private static SortedSet<String> startingClasses(Places places, List<String> tooNew)
      throws IOException {
    SortedSet<String> found = new TreeSet<>();
    for (Path file : classFiles(places)) {
      try {
        found.addAll(MainClassFinder.find(List.of(file), event -> {}).getFoundMainClasses());
      } catch (UnsupportedOperationException e) {
        tooNew.add(places.classes().relativize(file).toString());
      }
    }
    return found;
  }

  private static String shortened(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }

  private static List<Path> classFiles(Places places) throws IOException {
    Path classes = places.classes();
    if (!Files.isDirectory(classes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(ApplicationContent::isClass)
          .filter(Files::isRegularFile)
          .filter(f -> places.inJar().test(ApplicationContent.slashes(classes.relativize(f))))
          .sorted()
          .toList();
    }
  }
}
