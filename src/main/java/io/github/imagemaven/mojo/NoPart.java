package io.github.imagemaven.mojo;

import io.github.imagemaven.publish.NoImageNote;
import io.github.imagemaven.publish.PartFile;
import io.github.imagemaven.publish.PartFolder;
import io.github.imagemaven.release.Commit;
import io.github.imagemaven.report.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.maven.project.MavenProject;

/**
 * What a run that builds parts leaves of a module that turned out to have no image: whoever joins
 * the parts compiles nothing and could not tell it from a module whose parts were lost.
 */
final class NoPart {
  private NoPart() {}

  /** Leaves word, where the run builds parts and only its compiled classes told. */
  static void note(Run run, MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    String reason = run.state(module).whyNoImage();
    PlatformSettings platforms = SessionPlatforms.of(run, module, new Problems());
    if (reason == null
        || NoImage.reason(settings, module) != null
        || !PlatformSettings.isSplit(settings)
        || DryRun.isOne(settings)
        || platforms.isNothingHere()) { // of another run
      return;
    }
    Path folder = BuildRequests.imageDirectory(module).resolve(PartFile.FOLDER);
    PartFolder.forget(folder, Set.copyOf(platforms.image()));
    Commit commit = run.commit(module);
    new NoImageNote(
            folder.resolve(NoImageNote.FILE),
            DestinationName.imageName(settings),
            reason,
            commit == null ? null : commit.id())
        .write();
  }
}
