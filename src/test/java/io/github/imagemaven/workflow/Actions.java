package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
          "actions/setup-java",
              Set.of("distribution", "java-version", "cache", "cache-dependency-path"),
          "actions/cache", Set.of("path", "key", "restore-keys"),
          "actions/upload-artifact",
              Set.of("name", "path", "if-no-files-found", "overwrite", "retention-days"),
          "actions/download-artifact", Set.of("name", "pattern", "path"));

  private final Place place;
  private final Artifacts artifacts;
  private final Caches caches;
  private final Permissions permissions;
  private final Map<String, List<Path>> toKeep = new LinkedHashMap<>();

  /**
   * @param permissions of the job's token
   */
  Actions(Place place, Artifacts artifacts, Caches caches, Permissions permissions) {
    this.place = place;
    this.artifacts = artifacts;
    this.caches = caches;
    this.permissions = permissions;
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
      case "actions/cache" -> cache(with, outputs, log);
      case "actions/upload-artifact" -> upload(with, log);
      default -> download(with, log);
    };
  }

  /** The one commit, without its history; a branch by its name, all else detached. */
  private boolean checkout(Map<String, String> variables, StringBuilder log)
      throws IOException, InterruptedException {
    if (!permissions.allow("contents", "read")) {
      log.append("Repository not found: this token may not read contents\n");
      return false;
    }
    String clone =
        """
        git init -q -b none .
        case $GITHUB_REF in
          refs/heads/*) local=refs/remotes/origin/$GITHUB_REF_NAME to="-B $GITHUB_REF_NAME" ;;
          refs/tags/*) local=$GITHUB_REF to=--detach ;;
          *) local=refs/remotes/pull/$GITHUB_REF_NAME to=--detach ;;
        esac
        git remote add origin "file://$REPOSITORY"
        git fetch -q --no-tags --depth 1 origin "+$GITHUB_REF:$local"
        git -c advice.detachedHead=false checkout -q $to "$local"
        [ "$(git rev-parse HEAD)" = "$GITHUB_SHA" ]
        """;
    return script(clone, variables, Map.of("REPOSITORY", place.repository().toString()), log);
  }

  /** JAVA_HOME, and what a cache of Maven's has. */
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
        """
        mkdir -p ~/.m2
        cp -rl "$CACHE" ~/.m2/repository 2>/dev/null || cp -r "$CACHE/." ~/.m2/repository
        cd ~/.m2/repository
        rm -rf $NOT_CACHED
        """;
    String notCached = String.join(" ", place.machine().notCached());
    return script(copy, Map.of(), Map.of("CACHE", cache.toString(), "NOT_CACHED", notCached), log);
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

  /** What an earlier run has kept; what there is at the job's end is kept, unless it is there. */
  private boolean cache(Map<String, String> with, Map<String, String> outputs, StringBuilder log)
      throws IOException {
    String key = with.get("key");
    List<Path> paths = lines(with.get("path")).stream().map(place::resolve).toList();
    String found = caches.find(key, lines(with.getOrDefault("restore-keys", "")));
    outputs.put("cache-hit", found == null ? "" : String.valueOf(found.equals(key)));
    if (found != null) {
      log.append("Cache restored from key: ").append(found).append('\n');
      caches.restore(found, paths);
    }
    toKeep.put(key, paths);
    return true;
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** What actions do at the end of a job that has succeeded. */
  void end() throws IOException {
    for (Map.Entry<String, List<Path>> each : toKeep.entrySet()) {
      caches.save(each.getKey(), each.getValue());
    }
  }

  private boolean upload(Map<String, String> with, StringBuilder log) throws IOException {
    boolean isThere =
        artifacts.upload(
            with.get("name"),
            FileSearch.of(with.get("path"), place),
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
