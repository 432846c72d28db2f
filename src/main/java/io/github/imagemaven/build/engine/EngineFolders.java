package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folders that engines work with while an image is built.
 *
 * @param results for what an engine makes; on the disk of the layout
 * @param hidden for what nobody but this user may read; the engine's own temporary files are here
 *     too
 */
record EngineFolders(Path results, PrivateFolder hidden) {
  /** Makes them, and deletes what runs have left that were killed. */
  static EngineFolders make(Path results, Map<String, String> environment, Log log)
      throws IOException {
    FolderDeletion.delete(results);
    Files.createDirectories(results);
    return new EngineFolders(results, PrivateFolder.make(usual(environment), log));
  }

  /** Where engines have their temporary files, which may be large. */
  private static Path usual(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("TMPDIR", ""), "/var/tmp")
        .filter(each -> !each.isEmpty())
        .map(Path::of)
        .filter(each -> Files.isDirectory(each) && Files.isWritable(each))
        .findFirst()
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }

  Path temporary() {
    return hidden.path();
  }

  /** Deletes both. */
  void delete(Log log) {
    try {
      hidden.delete();
    } catch (IOException e) {
      log.warn(temporary() + " cannot be deleted and may be: " + e);
    }
    try {
      FolderDeletion.delete(results);
    } catch (IOException e) {
      log.warn(results + " cannot be deleted and may be: " + e);
    }
  }
}
