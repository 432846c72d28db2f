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
 * @param made for what an engine makes; on the disk of the layout
 * @param hidden for what nobody but this user may read; the engine's own temporary files are here
 *     too
 */
record EngineFolders(ResultsFolder made, PrivateFolder hidden) {
  /**
   * Makes them, and deletes what runs have left that were killed.
   *
   * @throws io.github.imagemaven.report.EnvironmentException where another run is at work there
   */
  static EngineFolders make(Path results, Map<String, String> environment, Log log)
      throws IOException {
    ResultsFolder made = ResultsFolder.make(results, log);
    return new EngineFolders(made, PrivateFolder.make(usual(environment), log));
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

  Path results() {
    return made.path();
  }

  Path temporary() {
    return hidden.path();
  }

  /**
   * Deletes both. One thread at a time: at Ctrl-C the run that fails does it and the JVM's end, and
   * the JVM is not to end before it is done.
   */
  synchronized void delete(Log log) {
    try {
      hidden.delete();
    } catch (IOException e) {
      log.warn(temporary() + " cannot be deleted and may be: " + e);
    }
    try {
      made.delete();
    } catch (IOException e) {
      log.warn(results() + " cannot be deleted and may be: " + e);
    }
  }
}
