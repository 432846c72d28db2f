package io.github.imagemaven.ci;

import io.github.imagemaven.report.Log;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/** Which CI system runs us. */
public final class CiSystems {
  private CiSystems() {}

  /**
   * Looks at what each system sets for every job.
   *
   * @param environment the process's environment
   * @param directory the top project's {@code target/image}, where GitLab's report goes
   * @param console the process's own standard output, {@link java.io.FileDescriptor#out}, for
   *     GitHub's commands. They count only at the beginning of a line, and Maven 4 puts its own
   *     words before what comes through {@link System#out}
   * @param log for what could not be written
   */
  public static CiSystem of(
      Map<String, String> environment, Path directory, OutputStream console, Log log) {
    if ("true".equals(environment.get("GITHUB_ACTIONS"))) {
      return new GitHubActions(environment, console, log);
    }
    if ("true".equals(environment.get("GITLAB_CI"))) {
      return new GitLabCi(environment, directory, log);
    }
    return new NoCi();
  }
}
