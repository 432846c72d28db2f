package io.github.imagemaven.mojo;

import io.github.imagemaven.credentials.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commit that a folder's content is. Git is asked first, since a workflow may have checked out
 * another commit than the one it was started for; where git cannot say, as in a container without
 * it, the CI system's word is taken.
 *
 * @param git the program
 * @param environment of the program, and where a CI system says what it has checked out
 * @param limit for each run of git
 */
record Revision(String git, Map<String, String> environment, Duration limit) {
  private static final List<String> VARIABLES = List.of("GITHUB_SHA", "CI_COMMIT_SHA");
  private static final Set<String> LOCATIONS =
      Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final String UNKNOWN = "";

  /**
   * The folder alone says which repository is meant, also below a hook of git's; and git takes no
   * lock, which somebody else's git would meet.
   */
  Revision {
    Map<String, String> adjusted = new HashMap<>(environment);
    adjusted.keySet().removeAll(LOCATIONS);
    adjusted.put("GIT_OPTIONAL_LOCKS", "0");
    environment = Map.copyOf(adjusted);
  }

  static Revision ofThisMachine() {
    return new Revision("git", System.getenv(), Duration.ofSeconds(5));
  }

  /**
   * The commit of a module, from what is known already where another module of its repository has
   * asked before.
   *
   * @param known commits by work tree
   */
  @Nullable String of(Path folder, ConcurrentMap<String, String> known) {
    String revision =
        known.computeIfAbsent(
            workTree(folder).toString(), any -> BuildRequests.orElse(of(folder), UNKNOWN));
    return revision.equals(UNKNOWN) ? null : revision;
  }

  /** The nearest folder above that has a {@code .git}, else the folder itself. */
  private static Path workTree(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path each = absolute; each != null; each = each.getParent()) {
      if (Files.exists(each.resolve(".git"))) {
        return each;
      }
    }
    return absolute;
  }

  /**
   * The commit; null where nobody knows it, where tracked files have changed since, or where the
   * folder is no part of it, as a folder that is ignored.
   */
  @Nullable String of(Path folder) {
    ProgramRun commitAndTree = run(folder, "rev-parse", "HEAD", "HEAD:./");
    String commit = commitAndTree == null ? null : commit(commitAndTree.output());
    if (commitAndTree == null || commit == null) {
      return ofEnvironment();
    }
    return commitAndTree.exitCode() == 0 && isClean(folder) ? commit : null;
  }

  private boolean isClean(Path folder) {
    ProgramRun status = run(folder, "status", "--porcelain", "--untracked-files=no");
    return status != null && status.exitCode() == 0 && status.output().isEmpty();
  }

  private @Nullable String ofEnvironment() {
    for (String variable : VARIABLES) {
      String commit = commit(environment.getOrDefault(variable, ""));
      if (commit != null) {
        return commit;
      }
    }
    return null;
  }

  /** The commit in the first line, where it is one. */
  private static @Nullable String commit(String text) {
    String first = text.lines().findFirst().orElse("").strip();
    return COMMIT.matcher(first).matches() ? first : null;
  }

  private @Nullable ProgramRun run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(git, "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      return ProgramRun.of(command, environment, "", limit);
    } catch (IOException | TimeoutException e) {
      return null; // no git, or none that answers: nobody knows
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
