package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.PublishRequest;
import io.github.imagemaven.publish.StagedParts;
import java.io.IOException;
import org.apache.maven.project.MavenProject;

/** Some platforms of an image, built here, which go up without a name for whoever joins them. */
record BuiltParts(Run run) {
  /** Uploads them, and leaves a part file of each. */
  void stage(Publication publication, MavenProject module, Connections connections)
      throws IOException {
    PublishRequest request = PublishRequests.built(run, module, connections);
    ModuleState state = run.state(module);
    StagedParts parts = publication.stageParts(request, module.getVersion(), state.buildDuration());
    state.uploaded(parts.sent(), parts.failed());
    run.say(Summary.parts(parts, module.getBasedir().toPath(), run.elapsed()));
  }

  /** Says what that would do. */
  void compare(Publication publication, MavenProject module, Connections connections)
      throws IOException {
    PublishRequest request = PublishRequests.built(run, module, connections);
    DryRun.say(publication.compareParts(request), run);
  }
}
