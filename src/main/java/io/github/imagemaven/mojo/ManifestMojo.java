package io.github.imagemaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Joins the platforms that several runs have built and uploaded, and publishes the image: looks at
 * every part, wherever it is, before the first tag moves. Needs the part files of those runs and no
 * compiled code. In a build of several modules tags move when every module's parts are in place.
 */
@Mojo(name = PublishingGoals.MANIFEST, threadSafe = true)
public final class ManifestMojo extends ImageMojo {
  /**
   * @param decrypter Maven's own
   */
  @Inject
  public ManifestMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) throws IOException {
    new SessionCheck(run).check(module);
    new RunReports(run).planned(module);
    Settings settings = run.settings(module);
    ReactorPublication reactor = new ReactorPublication(run, new JoinedImages(run));
    String reason = NoImage.reason(settings, module);
    if (reason != null) {
      run.log().debug("Nothing to join: " + module.getArtifactId() + " has no image: " + reason);
      new ModuleParts(run).sayLeftOut(module, reason);
      reactor.nothing(module);
      return;
    }
    new Remarks(run).on(module, settings);
    reactor.publish(module);
  }
}
