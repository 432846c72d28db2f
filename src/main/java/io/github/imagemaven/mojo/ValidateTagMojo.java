package io.github.imagemaven.mojo;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Checks the settings, tags, destinations and credentials of every module of the build, before
 * anything is compiled.
 */
@Mojo(name = "validate-tag", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class ValidateTagMojo extends ImageMojo {
  /**
   * @param decrypter Maven's own
   */
  @Inject
  public ValidateTagMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void run(Run run, MavenProject module) {
    new SessionCheck(run).check(module);
    new RunReports(run).planned(module);
  }
}
