package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.publish.Publication;
import io.github.imagemaven.publish.PublishRequest;
import io.github.imagemaven.publish.Staged;
import io.github.imagemaven.publish.StagedParts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

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
  public void stageParts(Publication publication, MavenProject module, Connections connections)
      throws IOException {
    ModuleState state = run.state(module);
    StagedParts parts =
        publication.stageParts(
            request(module, connections), module.getVersion(), state.buildDuration());
    state.uploaded(parts.sent(), parts.failed());
    run.say(Summary.parts(parts, module.getBasedir().toPath(), run.elapsed()));
  }

  @Override
  public Staged stage(
      Publication publication,
      MavenProject module,
      Connections connections,
      @Nullable Map<String, Map<String, String>> earlier)
      throws IOException {
    PublishRequest request = request(module, connections);
    return earlier == null ? publication.stage(request) : publication.stageAgain(request, earlier);
  }

  @Override
  public void compare(Publication publication, MavenProject module, Connections connections)
      throws IOException {
    PublishRequest request = request(module, connections);
    DryRun.say(
        isPart(module) ? publication.compareParts(request) : publication.compare(request), run);
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

  private PublishRequest request(MavenProject module, Connections connections) throws IOException {
    String revision = BuildRecord.read(BuildRequests.imageDirectory(module)).revision();
    return PublishRequests.of(run, module, connections, revision);
  }
}
