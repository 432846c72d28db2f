package io.github.imagemaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Removes from the registries what the tags of this publication named before they moved, and
 * nothing that any tag, index or referrer needs; in a build of several modules when the last tag
 * has moved. Named alone on the command line it removes, where the registry lists them, untagged
 * images of the module that are older than {@code image.cleanup.minAge}. Only for a push to {@code
 * image.latestBranch}: versions and runs by hand remove nothing. Says in {@code
 * target/image/cleanup.json} what it did.
 */
@Mojo(name = "cleanup-latest", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class CleanupLatestMojo extends ImageMojo {
  /**
   * @param decrypter Maven's own
   */
  @Inject
  public CleanupLatestMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) throws IOException {
    SessionCheck check = new SessionCheck(run);
    if (run.modules().isNamedByHand(ReactorCleanup.GOAL)) {
      check.check(module);
    } else {
      check.checkLate(module);
    }
    Settings settings = run.settings(module);
    String reason = NoImage.reason(settings, module);
    if (reason != null || run.state(module).whyNoImage() != null) {
      run.log().debug("Nothing to clean up: " + module.getArtifactId() + " has no image");
      return;
    }
    new Remarks(run).on(module, settings);
    new ReactorCleanup(run).come(module);
  }
}
