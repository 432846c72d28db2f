package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.PublishRequest;
import java.io.IOException;
import java.util.List;
import org.apache.maven.project.MavenProject;

/** What {@code build-multiarch} left in {@code target/image}. */
record BuiltImages(Run run) implements Images {
  @Override
  public String goal() {
    return PublishingGoals.PUSH_ALL;
  }

  @Override
  public boolean isThere(MavenProject module) throws IOException {
    if (!run.state(module).isBuilt()) {
      new SameCommit(run.commit(module)).checkBuiltBefore(module);
      new SameRelease(run.releaseTags(module).version()).check(module);
    }
    return true;
  }

  @Override
  public boolean isPart(MavenProject module) {
    return PlatformSettings.isSplit(run.settings(module));
  }

  @Override
  public PublishRequest request(MavenProject module, Connections connections) throws IOException {
    return PublishRequests.built(run, module, connections);
  }

  /** Parts were uploaded when their module came, and have no names to wait for. */
  @Override
  public List<MavenProject> resumed() throws IOException {
    return new ResumedModules(run).unnamed().stream().filter(module -> !isPart(module)).toList();
  }

  @Override
  public void sayResumed(MavenProject module) {
    String what = module.getArtifactId() + " was built before and is published with the rest";
    if (run.commit(module) != null) {
      run.log().info(what);
    } else {
      run.log()
          .warn(
              what
                  + "; no commit is known (no git, or tracked files have changed), only that no"
                  + " file of the modules before this one is newer");
    }
  }
}
