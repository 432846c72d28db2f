package io.github.imagemaven.release;

import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.Figures;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;

/**
 * The tags of the commit that is checked out, as far as this clone has them: a shallow one may lack
 * them.
 *
 * @param log is told where there is a repository and git does not say
 */
public record GitTags(Git git, Log log) {
  /** With the git and the environment of this process. */
  public static GitTags ofThisMachine(Log log) {
    return new GitTags(Git.ofThisMachine(), log);
  }

  /**
   * Names that begin as that of a version does, from what is known already where another module of
   * the repository has asked before.
   *
   * @param known names by work tree, one a line
   */
  public List<String> at(Path folder, ConcurrentMap<String, String> known) {
    String names =
        known.computeIfAbsent(
            Git.workTree(folder).toString(), any -> String.join("\n", at(folder)));
    return names.lines().toList();
  }

  /** Names that begin as that of a version does, {@code v1}; empty where nobody knows any. */
  public List<String> at(Path folder) {
    try {
      // By plumbing, which no configuration sorts, colours or sets in columns.
      ProgramRun tags =
          git.run(
              folder,
              "for-each-ref",
              "--points-at=HEAD",
              "--format=%(refname:lstrip=2)",
              "refs/tags/v[0-9]*");
      if (tags.exitCode() == 0) {
        return tags.output().lines().toList();
      }
      warn(folder, tags.errors().lines().findFirst().orElse("no reason given"));
    } catch (IOException e) {
      warn(folder, String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      warn(folder, "no answer to git for-each-ref in " + Figures.seconds(git.limit()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  /** A folder that is no part of any repository has no tags to speak of. */
  private void warn(Path folder, String reason) {
    Path repository = Git.repository(folder);
    if (repository != null) {
      log.warn(
          "git does not say which tags the commit in "
              + repository
              + " has ("
              + reason
              + "): the image is named as if there were none; see what git -C "
              + repository
              + " tag --points-at HEAD says, or give -Dimage.tag");
    }
  }
}
