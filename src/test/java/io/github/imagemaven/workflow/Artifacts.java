package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The artifacts of a run, a folder each.
 *
 * @param folder above all of them
 */
record Artifacts(Path folder) {
  /** What GitHub refuses in a name. */
  private static final Pattern REFUSED = Pattern.compile("[\":<>|*?\\r\\n\\\\/]");

  /**
   * Takes what was found; of an artifact of this name nothing stays.
   *
   * @return whether there was any file
   */
  boolean upload(String name, FileSearch found, boolean overwrite) throws IOException {
    if (REFUSED.matcher(name).find() || (Files.exists(folder.resolve(name)) && !overwrite)) {
      throw new IllegalArgumentException("GitHub takes no artifact of the name " + name);
    }
    if (found.files().isEmpty()) {
      return false;
    }
    delete(folder.resolve(name));
    for (Path file : found.files()) {
      copyFile(file, folder.resolve(name).resolve(found.root().relativize(file)));
    }
    return true;
  }

  private static void delete(Path artifact) throws IOException {
    if (Files.exists(artifact)) {
      try (Stream<Path> all = Files.walk(artifact)) {
        for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** The names that a pattern with {@code *} means. */
  List<String> named(String pattern) throws IOException {
    Pattern regex = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> regex.matcher(name).matches())
          .sorted()
          .toList();
    }
  }

  void download(String name, Path target) throws IOException {
    copy(folder.resolve(name), target);
  }

  /** As a zip does: files alone, without their modes; nothing where there is nothing. */
  static void copy(Path source, Path target) throws IOException {
    if (Files.exists(source)) {
      try (Stream<Path> all = Files.walk(source)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          copyFile(file, target.resolve(source.relativize(file).toString()));
        }
      }
    }
  }

  private static void copyFile(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.write(to, Files.readAllBytes(file));
  }
}
