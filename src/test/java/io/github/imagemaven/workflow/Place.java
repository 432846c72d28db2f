package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where one job runs.
 *
 * @param workspace empty before {@code actions/checkout}
 * @param home the user's, empty at first
 * @param temp {@code RUNNER_TEMP}
 * @param machine what runs it
 * @param repository what there is to check out
 */
record Place(Path workspace, Path home, Path temp, Machine machine, Path repository) {
  static Place create(Path folder, Machine machine, Path repository) throws IOException {
    return new Place(
        Files.createDirectories(folder.resolve("workspace")),
        Files.createDirectories(folder.resolve("home")),
        Files.createDirectories(folder.resolve("temp")),
        machine,
        repository);
  }

  /** What every process of the job has. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(machine.environment());
    environment.replaceAll((name, value) -> value.replace("{home}", home.toString()));
    environment.put("HOME", home.toString());
    return environment;
  }

  /** A path of a step: from the workspace, or the home for one that begins with {@code ~}. */
  Path resolve(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? home.resolve(path.substring(Math.min(2, path.length()))).normalize()
        : workspace.resolve(path).normalize();
  }
}
