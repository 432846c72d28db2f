package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.ContainerfileBuilder;
import io.github.imagemaven.build.ContainerfileSource;
import io.github.imagemaven.build.JavaApplicationBuilder;
import java.io.IOException;
import org.apache.maven.project.MavenProject;

/** Who makes an image of a module, by what it is made of. */
final class Builders {
  private Builders() {}

  /**
   * Has it made.
   *
   * @param begun called once it is known that there is something to make an image of
   */
  static BuildRecord build(
      Run run, MavenProject module, Connections connections, BuildRequest request, Runnable begun)
      throws IOException {
    return request.content() instanceof ContainerfileSource
        ? engineBuilder(run, module, connections).build(request, begun)
        : new JavaApplicationBuilder(
                run.log(), connections::readBase, run.shared("image.bases"), connections.cache())
            .build(request, begun);
  }

  /** At a desk the engine that runs the image may be another, and is to be sent all of it. */
  private static ContainerfileBuilder engineBuilder(
      Run run, MavenProject module, Connections connections) {
    ContainerfileBuilder builder =
        new ContainerfileBuilder(
            run.log(),
            run.engines(),
            connections::credential,
            run.options(run.settings(module))::isInsecure);
    return run.execution().getGoal().equals(Desk.GOAL)
        ? builder
        : builder.leavingBases(connections::readBase, run.shared("image.bases"));
  }
}
