package io.github.imagemaven.build;

import com.google.cloud.tools.jib.api.MainClassFinder;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The class that starts the application: configured, from the artifact's manifest, or found. */
final class MainClass {
  private static final String SETTING = "image.mainClass";
  private static final int NAMED = 5;

  private MainClass() {}

  /**
   * Decides.
   *
   * @param configured null where nothing is set
   * @param inManifest null where the artifact says nothing
   * @throws NoMainClassException where none is found
   * @throws ConfigurationException where several are found
   */
  static String of(
      @Nullable String configured,
      @Nullable String inManifest,
      Path classes,
      List<Library> libraries,
      Log log)
      throws IOException {
    String stated = configured != null ? configured : inManifest;
    if (stated == null) {
      return find(classes, log);
    }
    if (!exists(stated, classes, libraries)) {
      log.warn(
          "main class "
              + stated
              + (configured != null ? " of " + SETTING : " of the artifact's manifest")
              + " is neither in "
              + classes
              + " nor in a dependency; the container will not start unless its base has it");
    }
    return stated;
  }

  private static boolean exists(String name, Path classes, List<Library> libraries)
      throws IOException {
    String file = name.replace('.', '/') + ".class";
    if (Files.isRegularFile(classes.resolve(file))) {
      return true;
    }
    for (Library library : libraries) {
      try (ZipFile jar = new ZipFile(library.file().toFile())) {
        if (jar.getEntry(file) != null) {
          return true;
        }
      } catch (java.util.zip.ZipException e) {
        continue; // a dependency of another type: no class comes from it
      }
    }
    return false;
  }

  private static String find(Path classes, Log log) throws IOException {
    List<String> tooNew = new ArrayList<>();
    TreeSet<String> found = new TreeSet<>();
    for (Path file : classFiles(classes)) {
      try {
        found.addAll(MainClassFinder.find(List.of(file), event -> {}).getFoundMainClasses());
      } catch (UnsupportedOperationException e) {
        tooNew.add(classes.relativize(file).toString());
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
      throw new NoMainClassException(classes, !tooNew.isEmpty());
    }
    throw new ConfigurationException(
        "several classes have a main method, "
            + String.join(", ", found)
            + ": set "
            + SETTING
            + " to one of them");
  }

  private static String shortened(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
  }

  private static List<Path> classFiles(Path classes) throws IOException {
    if (!Files.isDirectory(classes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(ApplicationContent::isClass)
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
