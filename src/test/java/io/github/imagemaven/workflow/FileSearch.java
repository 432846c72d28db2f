package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that {@code actions/upload-artifact} finds, and the folder from which their paths are
 * kept: what of the pattern stands before its first wildcard, whatever has been found; of several
 * patterns what these have in common; of one file, named without wildcards, the folder it lies in.
 *
 * <p>Source: {@code src/shared/search.ts} of that action, and {@code packages/glob} of
 * actions/toolkit.
 */
record FileSearch(Path root, List<Path> files) {
  /**
   * @param patterns a line each, with {@code *} and {@code **}
   */
  static FileSearch of(String patterns, Place place) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    List<Path> roots = new ArrayList<>();
    for (String line :
        patterns.lines().map(String::strip).filter(each -> !each.isEmpty()).toList()) {
      Path pattern = pattern(line, place);
      Path root = literal(pattern);
      roots.add(root);
      files.addAll(files(root, Pattern.compile(regex(pattern))));
    }
    Path common = roots.stream().reduce(FileSearch::common).orElseThrow();
    boolean isOneFile = roots.size() == 1 && Files.isRegularFile(common);
    return new FileSearch(isOneFile ? common.getParent() : common, List.copyOf(files));
  }

  private static Path pattern(String line, Place place) {
    if (line.matches("[!#].*|.*[\\[\\]?\\\\].*")
        || line.matches("(.*/)?\\.\\.(/.*)?|.+/\\.(/.*)?")) {
      throw new IllegalArgumentException("the kit or the action does not know the path " + line);
    }
    return place.resolve(line);
  }

  private static Path literal(Path pattern) {
    Path literal = pattern.getRoot();
    for (Path segment : pattern) {
      if (segment.toString().contains("*")) {
        break;
      }
      literal = literal.resolve(segment);
    }
    return literal;
  }

  /** The pattern itself, or what lies below a folder that it means. */
  private static String regex(Path pattern) {
    StringBuilder regex = new StringBuilder();
    for (Path segment : pattern) {
      String text = segment.toString();
      regex.append(
          text.equals("**")
              ? "(?:/[^/]+)*"
              : "/" + Pattern.quote(text).replace("*", "\\E[^/]*\\Q"));
    }
    return regex + "(?:/.*)?";
  }

  /** Hidden ones are passed over, with all that is in them, and links are followed. */
  private static List<Path> files(Path root, Pattern pattern) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> pattern.matcher(file.toString()).matches())
          .filter(file -> !isHidden(root.getParent().relativize(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean isHidden(Path path) {
    for (Path segment : path) {
      if (segment.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static Path common(Path one, Path other) {
    Path common = one;
    while (!other.startsWith(common)) {
      common = common.getParent();
    }
    return common;
  }
}
