package io.github.imagemaven.release;

import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.Log;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/**
 * What git calls the commit that is checked out. It is asked by plumbing, which no configuration
 * sorts, colours or sets in columns.
 *
 * @param log is told where there is a repository and git does not say
 */
public record GitNames(Git git, Log log) {
  private static final String BRANCHES = "refs/heads/";

  /** Of {@code symbolic-ref}, where the head is detached. */
  private static final int NO_BRANCH = 1;

  /** With this machine's git. */
  public static GitNames ofThisMachine(Map<String, String> environment, Log log) {
    return new GitNames(Git.ofThisMachine(environment), log);
  }

  /**
   * The commit's tags, from what is known already where another module of the repository has asked
   * before.
   *
   * @param known answers by question and work tree
   */
  public List<String> tags(Path folder, ConcurrentMap<String, String> known) {
    return known
        .computeIfAbsent("tags of " + Git.workTree(folder), any -> String.join("\n", tags(folder)))
        .lines()
        .toList();
  }

  /**
   * The branch, from what is known already where another module of the repository has asked before.
   *
   * @param known answers by question and work tree
   */
  public String branch(Path folder, ConcurrentMap<String, String> known) {
    return known.computeIfAbsent("branch of " + Git.workTree(folder), any -> branch(folder));
  }

  /**
   * The commit's tags that begin as that of a version does, {@code v1}, as far as this clone has
   * them: a shallow one may lack them. Empty where nobody knows any.
   */
  public List<String> tags(Path folder) {
    return ask(
            folder,
            0,
            "for-each-ref",
            "--points-at=HEAD",
            "--format=%(refname:lstrip=2)",
            "refs/tags/v[0-9]*")
        .lines()
        .toList();
  }

  /** The branch; empty where the head is detached, or nobody knows. */
  public String branch(Path folder) {
    String ref = ask(folder, NO_BRANCH, "symbolic-ref", "--quiet", "HEAD").strip();
    return ref.startsWith(BRANCHES) ? ref.substring(BRANCHES.length()) : "";
  }

  /**
   * @param silence an exit code by which git says that there is nothing
   */
  private String ask(Path folder, int silence, String... question) {
    ProgramRun run =
        git.ask(
            folder,
            reason -> warn(folder, question[0], reason),
            limit -> warn(folder, question[0], "no answer in " + limit),
            question);
    if (run == null) {
      return "";
    }
    if (run.exitCode() == 0 || run.exitCode() == silence) {
      return run.output();
    }
    warn(folder, question[0], run.errors().lines().findFirst().orElse("no reason given"));
    return "";
  }

  /** A folder that is no part of any repository has no names to speak of. */
  private void warn(Path folder, String question, String reason) {
    Path repository = Git.repository(folder);
    if (repository != null) {
      log.warn(
          "git does not say what the commit in "
              + repository
              + " is called (git "
              + question
              + ": "
              + reason
              + "): the image is named as if it had no branch and no tag; see what git -C "
              + repository
              + " status says, or give -Dimage.tag");
    }
  }
}
