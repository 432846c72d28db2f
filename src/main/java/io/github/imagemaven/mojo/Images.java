package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.Staged;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

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

  /** Whether what is there is part of an image only, which is uploaded and not named. */
  boolean isPart(MavenProject module);

  /** Uploads such parts, for whoever joins them. */
  void stageParts(Publication publication, MavenProject module, Connections connections)
      throws IOException;

  /**
   * Brings a module's image everywhere.
   *
   * @param earlier what an earlier staging in this session remembers; null where there was none
   */
  Staged stage(
      Publication publication,
      MavenProject module,
      Connections connections,
      @Nullable Map<String, Map<String, String>> earlier)
      throws IOException;

  /** Says what publishing a module's image would do. */
  void compare(Publication publication, MavenProject module, Connections connections)
      throws IOException;

  /** Modules that the session was resumed past and whose images are named with its own. */
  List<MavenProject> resumed() throws IOException;

  /** Says that such a one is published too. */
  void sayResumed(MavenProject module);
}
