package io.github.imagemaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the image and where, whatever its packaging.
 *
 * @param root absolute folder in the image
 * @param folders where below it
 * @param libraries in class path order
 * @param resources the folder that holds the resources
 * @param isResource which files below it are
 * @param classes the folder that holds the classes
 * @param isOfClasses which files below it are
 * @param index which layer something goes into; null for layers by kind
 * @param archivePath what the index calls a file of {@code resources} or {@code classes}
 */
record ApplicationContent(
    String root,
    Folders folders,
    List<Library> libraries,
    Path resources,
    Predicate<Path> isResource,
    Path classes,
    Predicate<Path> isOfClasses,
    @Nullable LayersIndex index,
    Function<Path, String> archivePath) {

  ApplicationContent {
    libraries = List.copyOf(libraries);
  }

  /**
   * Folders below the application's root; empty for the root itself.
   *
   * @param libraries of jars
   * @param resources of everything else that is on the class path
   * @param classes of class files
   * @param packed the folder of class files in an archive that Spring Boot made
   */
  record Folders(String libraries, String resources, String classes, String packed) {
    static final Folders JAR = new Folders("libs", "resources", "classes", "BOOT-INF/classes/");
    static final Folders WAR =
        new Folders("WEB-INF/lib", "", "WEB-INF/classes", "WEB-INF/classes/");
  }

  static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  /** A path as archives and images write it. A backslash is part of a name on other systems. */
  static String slashes(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
