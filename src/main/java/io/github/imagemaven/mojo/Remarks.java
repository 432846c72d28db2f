package io.github.imagemaven.mojo;

import java.util.List;
import org.apache.maven.project.MavenProject;

/**
 * What a run says of a module's settings that is no mistake, or only looks like one; once a
 * session.
 */
final class Remarks {
  private final Run run;
  private final Said said;

  Remarks(Run run) {
    this.run = run;
    this.said = new Said(run.shared("image.warned"));
  }

  /** All of a module with an image. */
  void on(MavenProject module, Settings settings) {
    onSpelling(module, settings);
    onValues(module, settings);
  }

  /** Of what nobody reads. */
  void onSpelling(MavenProject module, Settings settings) {
    warn(Misspelt.warnings(UnknownSettings.of(settings)));
    warn(Misspelt.warnings(run.modules().unknownElements(module)));
  }

  /**
   * Of what is read.
   *
   * @throws io.github.imagemaven.report.ImageException where it cannot be
   */
  void onValues(MavenProject module, Settings settings) {
    warn(RunTags.warnings(settings));
    warn(PlatformSettings.warnings(settings));
    List<String> capitals = Destinations.withCapitals(settings);
    if (!capitals.isEmpty() && said.isNew("capitals")) {
      run.log()
          .info(
              "registries have no capitals: "
                  + module.getArtifactId()
                  + " is published in lower case, not as "
                  + String.join(", ", capitals));
    }
    RunTags.said(run.releaseTags(module)).stream().filter(said::isNew).forEach(run.log()::info);
  }

  private void warn(List<String> warnings) {
    warnings.stream().filter(said::isNew).forEach(run.log()::warn);
  }
}
