package io.github.imagemaven.mojo;

import java.util.HashSet;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * The modules of the same build as one module: their jars have a layer of their own. The image is
 * the same whether the sibling was built in this session or comes from a repository, so the modules
 * that {@code -pl} left out count; and for who starts Maven in the module's folder, where nobody
 * knows the others, so does what has the module's group and version.
 *
 * @param coordinates of the modules, {@code group:artifact:version}
 * @param project {@code group:version} of the module itself
 */
record Siblings(Set<String> coordinates, String project) {
  static Siblings of(MavenProject project, MavenSession session) {
    Set<String> coordinates = new HashSet<>();
    for (MavenProject module : session.getAllProjects()) {
      coordinates.add(
          module.getGroupId() + ":" + module.getArtifactId() + ":" + module.getVersion());
    }
    return new Siblings(coordinates, project.getGroupId() + ":" + project.getVersion());
  }

  /** Whether an artifact is one of them. */
  boolean has(Artifact artifact) {
    String group = artifact.getGroupId();
    String version = artifact.getBaseVersion();
    return project.equals(group + ":" + version)
        || coordinates.contains(group + ":" + artifact.getArtifactId() + ":" + version);
  }
}
