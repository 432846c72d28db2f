package io.github.imagemaven.mojo;

import io.github.imagemaven.build.Content;
import io.github.imagemaven.report.Problems;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** What a module's image is made of. */
final class Contents {
  private Contents() {}

  /**
   * What the module's build made.
   *
   * @throws io.github.imagemaven.report.ImageException where a setting cannot be used, or what is
   *     needed is not built yet
   */
  static Content of(Settings settings, MavenProject module, MavenSession session) {
    if (!Containerfiles.isMadeByOne(settings, module)) {
      return Applications.of(settings, module, session);
    }
    Problems problems = new Problems();
    Content content = Containerfiles.of(settings, module, session, problems);
    problems.throwIfAny();
    return content;
  }

  /**
   * What the module's build is going to make. Where a setting is malformed, something harmless
   * stands in its place.
   */
  static Content planned(
      Settings settings, MavenProject module, MavenSession session, Problems problems) {
    return Containerfiles.isMadeByOne(settings, module)
        ? Containerfiles.of(settings, module, session, problems)
        : Applications.planned(settings, module, problems);
  }
}
