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
   * @param known commits by work tree, as {@link Commit#text} writes them
   */
  @Nullable Commit of(Path folder, ConcurrentMap<String, String> known) {
    return Commit.parse(known.computeIfAbsent(workTree(folder).toString(), any -> text(folder)));
  }

  private String text(Path folder) {
    Commit commit = of(folder);
    return commit == null ? UNKNOWN : commit.text();
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
  @Nullable Commit of(Path folder) {
    // The folder is asked for as well, and not listed: where it is in no commit, this fails.
    ProgramRun head = run(folder, "rev-list", "--no-walk", "--timestamp", "HEAD", "HEAD:./");
    if (head == null) {
      return ofEnvironment();
    }
    if (head.exitCode() != 0) {
      return hasCommit(folder) ? null : ofEnvironment();
    }
    Commit commit = Commit.parse(head.output().strip());
    return commit != null && isClean(folder) ? commit : null;
  }

  private boolean hasCommit(Path folder) {
    ProgramRun head = run(folder, "rev-parse", "--verify", "--quiet", "HEAD");
    return head != null && head.exitCode() == 0;
  }

  private boolean isClean(Path folder) {
    ProgramRun status = run(folder, "status", "--porcelain", "--untracked-files=no");
    return status != null && status.exitCode() == 0 && status.output().isEmpty();
  }

  private @Nullable Commit ofEnvironment() {
    for (String variable : VARIABLES) {
      Commit commit = Commit.ofId(environment.getOrDefault(variable, "").strip());
      if (commit != null) {
        return commit;
      }
    }
    return null;
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
