package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.ImageRequest;
import java.io.IOException;
import java.util.List;
import org.apache.maven.project.MavenProject;

/** Where the images are that a goal publishes: built on this machine, or joined of parts. */
interface Images {
  /** The goal. */
  String goal();

  /**
   * Whether a module has one that can be published; what there is to say of one that has none is
   * said.
   *
   * @throws io.github.imagemaven.report.ImageException where it should have, or has a wrong one
   */
  boolean isThere(MavenProject module) throws IOException;

  /** Whether what is there is part of an image only, which is uploaded as {@link BuiltParts}. */
  boolean isPart(MavenProject module);

  /**
   * A module's image, where it goes and what it is called there.
   *
   * @throws io.github.imagemaven.report.ImageException where what there is of it cannot be read
   */
  ImageRequest request(MavenProject module, Connections connections) throws IOException;

  /** Modules that the session was resumed past and whose images are named with its own. */
  List<MavenProject> resumed() throws IOException;

  /** Says that such a one is published too. */
  void sayResumed(MavenProject module);
}
