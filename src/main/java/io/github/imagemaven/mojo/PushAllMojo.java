package io.github.imagemaven.mojo;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Publishes what {@code build-multiarch} built to every destination: content first, everywhere,
 * then the tags; in a build of several modules when every module's content is in place. Says in
 * {@code target/image/publication.json} what it did.
 */
@Mojo(name = "push-all", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class PushAllMojo extends ImageMojo {
  /**
   * @param decrypter Maven's own
   */
  @Inject
  public PushAllMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) throws IOException {
    Settings settings = run.settings(module);
    ReactorPublication reactor = new ReactorPublication(run, new BuiltImages(run));
    new ModuleParts(run).forgetOld(module);
    if (hasNoImage(run, module, settings)) {
      run.log().debug("Nothing to publish: " + module.getArtifactId() + " has no image");
      NoPart.note(run, module);
      reactor.nothing(module);
      return;
    }
    if (hadNoImage(run, module, settings)) {
      run.log()
          .info(
              "Nothing to publish: "
                  + module.getArtifactId()
                  + " had no image when image:build-multiarch last looked");
      reactor.nothing(module);
      return;
    }
    new SessionCheck(run).checkLate(module);
    new Remarks(run).on(module, settings);
    reactor.publish(module);
  }

  /** As the POM says, or {@code build-multiarch} found in this session. */
  private static boolean hasNoImage(Run run, MavenProject module, Settings settings) {
    return run.state(module).whyNoImage() != null || NoImage.reason(settings, module) != null;
  }

  /** As it found in an earlier session, unless the POM says better by now. */
  private static boolean hadNoImage(Run run, MavenProject module, Settings settings) {
    return !run.state(module).isBuilt()
        && Leftover.isNone(module)
        && !NoImage.isCertain(settings, module);
  }
}
