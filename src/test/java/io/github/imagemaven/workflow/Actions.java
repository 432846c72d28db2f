package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The actions that the kit knows, as far as a workflow sees what they do. Another one, or an input
 * that is not listed, fails the test.
 */
final class Actions {
  private static final Map<String, Set<String>> INPUTS =
      Map.of(
          "actions/checkout", Set.of("persist-credentials"),
          "actions/setup-java", Set.of("distribution", "java-version", "cache"),
          "actions/cache", Set.of("path", "key", "restore-keys"),
          "actions/upload-artifact",
              Set.of("name", "path", "if-no-files-found", "overwrite", "retention-days"),
          "actions/download-artifact", Set.of("name", "pattern", "path"));

  private final Place place;
  private final Artifacts artifacts;

  Actions(Place place, Artifacts artifacts) {
    this.place = place;
    this.artifacts = artifacts;
  }

  /**
   * Does what the action does.
   *
   * @param uses with its version
   * @param variables of the run
   * @param added to the environment of later steps
   * @param outputs of the action
   * @return whether it succeeded
   */
  boolean use(
      String uses,
      Map<String, String> with,
      Map<String, String> variables,
      Map<String, String> added,
      Map<String, String> outputs,
      StringBuilder log)
      throws IOException, InterruptedException {
    String action = uses.replaceAll("@.*", "");
    if (!INPUTS.containsKey(action) || !INPUTS.get(action).containsAll(with.keySet())) {
      throw new IllegalArgumentException("the kit does not know " + uses + " with " + with);
    }
    return switch (action) {
      case "actions/checkout" -> checkout(variables, log);
      case "actions/setup-java" -> setupJava(with, added, outputs, log);
      case "actions/cache" -> cache(outputs);
      case "actions/upload-artifact" -> upload(with, log);
      default -> download(with, log);
    };
  }

  /** The one commit, without its history. */
  private boolean checkout(Map<String, String> variables, StringBuilder log)
      throws IOException, InterruptedException {
    String clone =
        "git -c advice.detachedHead=false clone -q --depth 1 --branch \"$GITHUB_REF_NAME\""
            + " \"file://$REPOSITORY\" . && [ \"$(git rev-parse HEAD)\" = \"$GITHUB_SHA\" ]";
    return script(clone, variables, Map.of("REPOSITORY", place.repository().toString()), log);
  }

  /** JAVA_HOME, and what a cache of Maven's has, but for what the workflow builds itself. */
  private boolean setupJava(
      Map<String, String> with,
      Map<String, String> added,
      Map<String, String> outputs,
      StringBuilder log)
      throws IOException, InterruptedException {
    added.put("JAVA_HOME", place.machine().javaHome().toString());
    Path cache = place.machine().mavenCache();
    if (!"maven".equals(with.get("cache"))) {
      return true;
    }
    outputs.put("cache-hit", String.valueOf(cache != null));
    if (cache == null) {
      return true;
    }
    String copy =
        "mkdir -p \"$HOME/.m2\"; cp -rl \"$CACHE\" \"$HOME/.m2/repository\" 2>/dev/null"
            + " || cp -r \"$CACHE/.\" \"$HOME/.m2/repository\"\n"
            + "rm -rf \"$HOME/.m2/repository/io/github/imagemaven\""
            + " \"$HOME/.m2/repository/com/example\"";
    return script(copy, Map.of(), Map.of("CACHE", cache.toString()), log);
  }

  private boolean script(
      String text, Map<String, String> variables, Map<String, String> more, StringBuilder log)
      throws IOException, InterruptedException {
    Map<String, String> environment = place.environment();
    environment.putAll(variables);
    environment.putAll(more);
    Path folder = Files.createTempDirectory(place.temp(), "action");
    return new Script(text, "bash", place.workspace()).run(environment, folder, log);
  }

  /** A machine that has never run it. */
  private static boolean cache(Map<String, String> outputs) {
    outputs.put("cache-hit", "");
    return true;
  }

  private boolean upload(Map<String, String> with, StringBuilder log) throws IOException {
    boolean isThere =
        artifacts.upload(
            with.get("name"),
            place.resolve(with.get("path")),
            "true".equals(with.get("overwrite")));
    if (!isThere) {
      log.append("no files in ").append(with.get("path")).append('\n');
    }
    return isThere || !"error".equals(with.get("if-no-files-found"));
  }

  /** One by its name goes into the folder itself, those of a pattern into a folder each. */
  private boolean download(Map<String, String> with, StringBuilder log) throws IOException {
    Path target = place.resolve(with.getOrDefault("path", "."));
    String name = with.get("name");
    if (name != null) {
      boolean isThere = artifacts.named(name).contains(name);
      log.append(isThere ? "" : "no artifact " + name + "\n");
      if (isThere) {
        artifacts.download(name, target);
      }
      return isThere;
    }
    List<String> names = artifacts.named(with.get("pattern"));
    for (String each : names) {
      artifacts.download(each, target.resolve(each));
    }
    return true;
  }
}
