package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code actions/cache} keeps of all runs of a repository.
 *
 * <p>Source: <a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching#cache-key-matching">dependency
 * caching, key matching</a>.
 *
 * @param folder above all of them, a folder for each key
 */
record Caches(Path folder) {
  private static final int LONGEST = 512;

  /** The newest key that is the wanted one or begins as one of these; null where there is none. */
  String find(String key, List<String> restoreKeys) throws IOException {
    if (key.contains(",") || key.isBlank() || key.length() > LONGEST) {
      throw new IllegalArgumentException("GitHub takes no cache of the key '" + key + "'");
    }
    if (keys().contains(key)) {
      return key;
    }
    List<String> beginnings = new ArrayList<>(List.of(key));
    beginnings.addAll(restoreKeys);
    for (String beginning : beginnings) {
      List<String> found = keys().stream().filter(each -> each.startsWith(beginning)).toList();
      if (!found.isEmpty()) {
        return found.get(found.size() - 1);
      }
    }
    return null;
  }

  /** All keys, the newest last. */
  List<String> keys() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString())
          .sorted() // each begins with the number of those before it
          .map(name -> name.substring(name.indexOf(' ') + 1))
          .toList();
    }
  }

  private Path path(String key) throws IOException {
    return folder.resolve("%04d %s".formatted(keys().indexOf(key), key));
  }

  void restore(String key, List<Path> paths) throws IOException {
    for (int i = 0; i < paths.size(); i++) {
      Artifacts.copy(path(key).resolve(String.valueOf(i)), paths.get(i));
    }
  }

  /** A key that is there stays as it is; where there is nothing to keep, none is made. */
  void save(String key, List<Path> paths) throws IOException {
    if (keys().contains(key) || paths.stream().noneMatch(Files::exists)) {
      return;
    }
    Path target = folder.resolve("%04d %s".formatted(keys().size(), key));
    Files.createDirectories(target);
    for (int i = 0; i < paths.size(); i++) {
      Artifacts.copy(paths.get(i), target.resolve(String.valueOf(i)));
    }
  }
}
