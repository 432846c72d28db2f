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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which jars of the run-time class path go into the image. */
final class Libraries {
  private static final String DEVTOOLS = "org.springframework.boot:spring-boot-devtools:";
  private static final Pattern TIMESTAMP = Pattern.compile("-[0-9]{8}\\.[0-9]{6}-[0-9]+");
  private static final Pattern COORDINATES = Pattern.compile("([^:]+):([^:]+):(.*)");

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
      if (dependency.coordinates().startsWith(DEVTOOLS)) {
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
    List<String> names = fileNames(dependency);
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

  /** What build plugins call a jar that is alone in having its name: some by base version. */
  private static List<String> fileNames(Dependency dependency) {
    String name = dependency.file().getFileName().toString();
    return List.of(TIMESTAMP.matcher(name).replaceFirst("-SNAPSHOT"), name);
  }

  /** The same with its group, as plugins call it where two would meet. */
  private static List<String> namesWithGroup(Dependency dependency) {
    Matcher matcher = COORDINATES.matcher(dependency.coordinates());
    String group = matcher.matches() ? matcher.group(1) : "";
    return fileNames(dependency).stream().map(name -> group + "-" + name).toList();
  }

  /** The dependencies that a jar of a war may be, those first that it is called like exactly. */
  private static Stream<Dependency> called(String fileName, List<Dependency> dependencies) {
    return Stream.concat(
        dependencies.stream().filter(each -> fileNames(each).contains(fileName)),
        dependencies.stream().filter(each -> namesWithGroup(each).contains(fileName)));
  }

  /** The kind of a library of an unpacked war, by the dependency it comes from. */
  static Kind kind(String fileName, List<Dependency> dependencies) {
    boolean snapshot = fileName.contains("-SNAPSHOT") || TIMESTAMP.matcher(fileName).find();
    return called(fileName, dependencies)
        .map(Dependency::kind)
        .findFirst()
        .orElse(snapshot ? Kind.SNAPSHOT : Kind.RELEASE);
  }

  /** Whether a library of an unpacked war is Spring Boot's devtools. */
  static boolean isDevtools(String fileName, List<Dependency> dependencies) {
    return fileName.startsWith("spring-boot-devtools-")
        || called(fileName, dependencies).anyMatch(each -> each.coordinates().startsWith(DEVTOOLS));
  }

  private static Library library(Dependency dependency, String archivePath) {
    return new Library(dependency.file(), dependency.kind(), archivePath, name(dependency));
  }

  /**
   * A module's jar is called otherwise in its {@code target}, where {@code <finalName>} says how,
   * than in a repository, and the image must not depend on which of the two was there.
   */
  private static String name(Dependency dependency) {
    Matcher matcher = COORDINATES.matcher(dependency.coordinates());
    return dependency.kind() == Kind.PROJECT && matcher.matches()
        ? (matcher.group(2) + "-" + matcher.group(3)).replace(':', '-') + ".jar"
        : dependency.file().getFileName().toString();
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
