package io.github.imagemaven.build;

import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.build.SpringBootArchive.Content;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which jars of the run-time class path go into the image. */
final class Libraries {
  private static final String DEVTOOLS = "org.springframework.boot:spring-boot-devtools:";

  private Libraries() {}

  /** Unpacks entries of the archive into a folder. */
  interface Unpack {
    /** The folder, below which each entry is a file of its name. */
    Path unpack(Set<String> entries) throws IOException;
  }

  /**
   * The dependencies of a plain application, each file once. Spring Boot's devtools, which would
   * restart the application when a file changes, are left out.
   *
   * @throws ConfigurationException where one is missing or is a folder
   */
  static List<Library> of(List<Dependency> dependencies, Log log) {
    List<Library> libraries = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (Dependency dependency : dependencies) {
      checkJar(dependency);
      if (isDevtools(dependency)) {
        log.info("left out of the image: " + dependency.coordinates());
      } else if (seen.add(dependency.file())) {
        libraries.add(library(dependency, dependency.file().getFileName().toString()));
      }
    }
    return libraries;
  }

  /**
   * The dependencies that Spring Boot packed, in class path order, then what it packed besides.
   *
   * @param unpack gives the entries that no dependency is, as files
   * @throws ConfigurationException where a dependency is missing or is a folder
   */
  static List<Library> packed(
      List<Dependency> dependencies, SpringBootArchive archive, Unpack unpack, Log log)
      throws IOException {
    Map<String, Content> left = new TreeMap<>(archive.libraries());
    List<Library> libraries = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      checkJar(dependency);
      String entry = entryOf(dependency, left);
      if (entry == null) {
        log.debug("not in the Spring Boot archive, left out: " + dependency.coordinates());
      } else {
        left.remove(entry);
        libraries.add(library(dependency, entry));
      }
    }
    if (!left.isEmpty()) {
      Path folder = unpack.unpack(left.keySet());
      for (String entry : left.keySet()) {
        log.debug("taken from the Spring Boot archive: " + entry);
        Kind kind = entry.endsWith("-SNAPSHOT.jar") ? Kind.SNAPSHOT : Kind.RELEASE;
        libraries.add(new Library(folder.resolve(entry), kind, entry));
      }
    }
    return libraries;
  }

  /**
   * The entry that a dependency was packed as. Spring Boot puts the group before the name of each
   * of several jars that share one, and another plugin may call a jar what it likes; but {@code
   * shop:core} with its group is called as {@code shop-core} is without, so that then only the
   * content tells.
   */
  private static @Nullable String entryOf(Dependency dependency, Map<String, Content> entries)
      throws IOException {
    long size = Files.size(dependency.file());
    List<Map.Entry<String, Content>> ofSize =
        entries.entrySet().stream().filter(entry -> entry.getValue().size() == size).toList();
    if (ofSize.isEmpty()) {
      return null;
    }
    List<String> names = Called.names(dependency);
    for (Map.Entry<String, Content> entry : ofSize) {
      if (names.contains(entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1))) {
        return entry.getKey();
      }
    }
    long crc = Unpacked.crc(dependency.file());
    return ofSize.stream()
        .filter(entry -> entry.getValue().crc() == crc)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static Library library(Dependency dependency, String archivePath) {
    return new Library(dependency.file(), dependency.kind(), archivePath, name(dependency));
  }

  /**
   * A module's jar is called otherwise in its {@code target}, where {@code <finalName>} says how,
   * than in a repository, and the image must not depend on which of the two was there.
   */
  private static String name(Dependency dependency) {
    return dependency.kind() == Kind.PROJECT
        ? Called.inRepository(dependency)
        : dependency.file().getFileName().toString();
  }

  /** Whether a dependency is Spring Boot's devtools. */
  static boolean isDevtools(Dependency dependency) {
    return dependency.coordinates().startsWith(DEVTOOLS);
  }

  private static void checkJar(Dependency dependency) {
    if (!Files.isRegularFile(dependency.file())) {
      throw new ConfigurationException(
          "dependency "
              + dependency.coordinates()
              + (Files.isDirectory(dependency.file())
                  ? " is the folder "
                      + dependency.file()
                      + ", not yet a jar: let the build run to"
                      + " the package phase"
                  : " has no file "
                      + dependency.file()
                      + ": build again, without a clean beside"
                      + " it"));
    }
  }
}
