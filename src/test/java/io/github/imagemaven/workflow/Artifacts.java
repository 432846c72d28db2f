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
   * Takes a folder's files.
   *
   * @return whether there was any
   */
  boolean upload(String name, Path source, boolean overwrite) throws IOException {
    if (REFUSED.matcher(name).find() || (Files.exists(folder.resolve(name)) && !overwrite)) {
      throw new IllegalArgumentException("GitHub takes no artifact of the name " + name);
    }
    if (!Files.isDirectory(source) || files(source).isEmpty()) {
      return false;
    }
    copy(source, folder.resolve(name));
    return true;
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

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** As a zip does: files alone, without their modes. */
  private static void copy(Path source, Path target) throws IOException {
    for (Path file : files(source)) {
      Path to = target.resolve(source.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.write(to, Files.readAllBytes(file));
    }
  }
}
