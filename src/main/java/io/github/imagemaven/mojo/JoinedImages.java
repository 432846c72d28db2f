package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.JoinRequest;
import io.github.imagemaven.publish.PartFolder;
import io.github.imagemaven.publish.PublishRequest;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.project.MavenProject;

/** What several runs have uploaded, each for its platforms, and left part files of. */
record JoinedImages(Run run) implements Images {
  @Override
  public String goal() {
    return PublishingGoals.MANIFEST;
  }

  @Override
  public boolean isThere(MavenProject module) throws IOException {
    String reason = new ModuleParts(run).whyNone(module);
    if (reason != null) {
      run.log().info("No image of " + module.getArtifactId() + ": " + reason);
    }
    return reason == null;
  }

  /** An image is joined whole or not at all. */
  @Override
  public boolean isPart(MavenProject module) {
    return false;
  }

  @Override
  public JoinRequest request(MavenProject module, Connections connections) throws IOException {
    Settings settings = run.settings(module);
    Problems problems = new Problems();
    PlatformSettings platforms = PlatformSettings.of(settings, problems);
    problems.throwIfAny();
    Commit commit = run.commit(module);
    PublishRequest publication =
        PublishRequests.of(run, module, connections, commit == null ? null : commit.id());
    PartFolder parts = new ModuleParts(run).of(module);
    run.state(module).joined(parts.longestBuild());
    return new JoinRequest(
        publication,
        DestinationName.imageName(settings),
        platforms.image(),
        module.getVersion(),
        run.releaseTags(module).version(),
        parts);
  }

  /** Joining again what has its names already changes nothing. */
  @Override
  public List<MavenProject> resumed() throws IOException {
    List<MavenProject> resumed = new ArrayList<>();
    for (MavenProject module : run.modules().resumedPast(PublishingGoals.MANIFEST)) {
      Settings settings = run.settings(module);
      boolean isImage = NoImage.reason(settings, module) == null;
      if (isImage
          && settings.flag("publishAtEnd")
          && !Destinations.of(run, module).isEmpty()
          && new ModuleParts(run).whyNone(module) == null) {
        TakenNames.take(run, module);
        resumed.add(module);
      }
    }
    return resumed;
  }

  @Override
  public void sayResumed(MavenProject module) {
    run.log().info(module.getArtifactId() + " is joined with the rest");
  }
}
