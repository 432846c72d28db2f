package io.github.imagemaven.release;

import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.Log;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The commit that a folder's content is. Git is asked first, since a workflow may have checked out
 * another commit than the one it was started for; where git cannot say, as in a container without
 * it, the CI system's word is taken.
 *
 * @param git whose environment is also where a CI system says what it has checked out
 * @param log is told where there is a repository and git does not say: the image is another then
 */
public record Revision(Git git, Log log) {
  private static final List<String> VARIABLES = List.of("GITHUB_SHA", "CI_COMMIT_SHA");
  private static final String UNKNOWN = "";

  /** With this machine's git. */
  public static Revision ofThisMachine(Map<String, String> environment, Log log) {
    return new Revision(Git.ofThisMachine(environment), log);
  }

  /**
   * The commit of a module, from what is known already where another module of its repository has
   * asked before.
   *
   * @param known commits by work tree, as {@link Commit#text} writes them
   */
  public @Nullable Commit of(Path folder, ConcurrentMap<String, String> known) {
    return Commit.parse(
        known.computeIfAbsent(Git.workTree(folder).toString(), any -> text(folder)));
  }

  private String text(Path folder) {
    Commit commit = of(folder);
    return commit == null ? UNKNOWN : commit.text();
  }

  /**
   * The commit; null where nobody knows it, where tracked files have changed since, or where the
   * folder is no part of it, as a folder that is ignored.
   */
  public @Nullable Commit of(Path folder) {
    // The folder is asked for as well, and not listed: where it is in no commit, this fails.
    ProgramRun head = ask(folder, "rev-list", "--no-walk", "--timestamp", "HEAD", "HEAD:./");
    if (head == null) {
      return ofEnvironment();
    }
    if (head.exitCode() != 0) {
      return hasCommit(folder) ? null : ofEnvironment();
    }
    Commit commit = Commit.parse(head.output().strip());
    return commit != null && isClean(folder) ? commit : null;
  }

  /** Git is silent where there is no commit yet, and says so where it does not even look. */
  private boolean hasCommit(Path folder) {
    ProgramRun head = ask(folder, "rev-parse", "--verify", "--quiet", "HEAD");
    if (head != null && head.exitCode() != 0 && !head.errors().isBlank()) {
      warn(folder, head.errors());
    }
    return head != null && head.exitCode() == 0;
  }

  private boolean isClean(Path folder) {
    ProgramRun status = ask(folder, "status", "--porcelain", "--untracked-files=no");
    if (status != null && status.exitCode() != 0) {
      warn(folder, status.errors());
    }
    return status != null && status.exitCode() == 0 && status.output().isEmpty();
  }

  private @Nullable Commit ofEnvironment() {
    for (String variable : VARIABLES) {
      Commit commit = Commit.ofId(git.environment().getOrDefault(variable, "").strip());
      if (commit != null) {
        return commit;
      }
    }
    return null;
  }

  private @Nullable ProgramRun ask(Path folder, String... question) {
    return git.ask(
        folder,
        reason -> {
          if (ofEnvironment() == null) {
            warn(folder, reason);
          }
        },
        limit -> warn(folder, "no answer to git " + question[0] + " in " + limit),
        question);
  }

  /** A folder that is no part of any repository has no commit to speak of. */
  private void warn(Path folder, String reason) {
    Path repository = Git.repository(folder);
    if (repository != null) {
      List<String> lines = reason.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      log.warn(
          "git does not say what commit "
              + repository
              + " is at ("
              + (lines.isEmpty() ? "no reason given" : lines.get(0))
              + "): "
              + (ofEnvironment() == null
                  ? "the image gets no revision and the time 1970-01-01"
                  : "the image gets the revision that the CI system names, and no time of it")
              + ", another digest than where git answers; "
              + lines.stream()
                  .filter(line -> line.startsWith("git config "))
                  .findFirst()
                  .map(line -> "run " + line)
                  .orElse("see what git -C " + repository + " status says"));
    }
  }
}
