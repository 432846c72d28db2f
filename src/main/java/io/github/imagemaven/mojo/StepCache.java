package io.github.imagemaven.mojo;

import io.github.imagemaven.build.ContainerfileSource;
import io.github.imagemaven.build.Content;
import org.apache.maven.project.MavenProject;

/**
 * Where a run may put results of a Containerfile's steps, {@code image.cacheTo}: one that publishes
 * nothing writes nothing into a registry. A change that somebody proposes may not, and at a desk
 * nobody is logged in.
 */
final class StepCache {
  private StepCache() {}

  /**
   * What a module's image is made of, built as this run may.
   *
   * @throws io.github.imagemaven.report.ImageException where a setting that says so, or the tag, is
   *     malformed
   */
  static Content allowed(Run run, MavenProject module, Content content) {
    return content instanceof ContainerfileSource source
            && source.isWriting()
            && (Desk.isSession(run) || !Destinations.mayReachRegistry(run, module))
        ? source.withoutWriting()
        : content;
  }
}
