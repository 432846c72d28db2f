package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.publish.PublishRequest;
import io.github.imagemaven.publish.PublishRequest.Destination;
import io.github.imagemaven.release.ReleaseTags;
import java.io.IOException;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** From a module's settings to a {@link PublishRequest}. */
final class PublishRequests {
  private PublishRequests() {}

  /** That of what was built in this module's folder. */
  static PublishRequest built(Run run, MavenProject module, Connections connections)
      throws IOException {
    String revision = BuildRecord.read(BuildRequests.imageDirectory(module)).revision();
    return of(run, module, connections, revision);
  }

  /**
   * The request.
   *
   * @param revision the commit that the image is built from; null where nobody knows
   */
  static PublishRequest of(
      Run run, MavenProject module, Connections connections, @Nullable String revision) {
    ReleaseTags tags = run.releaseTags(module);
    return new PublishRequest(
        BuildRequests.imageDirectory(module),
        Destinations.of(run, module).stream()
            .map(name -> new Destination(connections.open(name), name.optional()))
            .toList(),
        tags.tags(),
        connections::openBase,
        revision,
        RunTags.rules(tags, run.commit(module), revision));
  }
}
