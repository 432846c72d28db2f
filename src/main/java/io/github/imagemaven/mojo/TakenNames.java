package io.github.imagemaven.mojo;

import io.github.imagemaven.report.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.project.MavenProject;

/**
 * Which module of a session publishes under which name: two under one would overwrite each other,
 * and the last one would win.
 *
 * @param modules by destination and tag; shared by all modules of the session, so JDK types only
 */
record TakenNames(ConcurrentMap<String, String> modules) {
  static TakenNames of(Run run) {
    return new TakenNames(run.shared("image.names"));
  }

  /** Takes the names that a module of the session is going to publish under. */
  static void take(Run run, MavenProject module) {
    of(run)
        .take(
            module,
            run.settings(module),
            run.releaseTags(module).tags(),
            Destinations.of(run, module));
  }

  /**
   * Takes a module's names.
   *
   * @throws ConfigurationException where another module has one of them
   */
  void take(
      MavenProject module,
      Settings settings,
      List<String> tags,
      List<DestinationName> destinations) {
    Path basedir = module.getBasedir().toPath();
    String coordinates =
        module.getGroupId() + ":" + module.getArtifactId() + ":" + module.getVersion();
    for (String tag : tags) {
      for (DestinationName destination : destinations) {
        String other =
            modules.putIfAbsent(
                DestinationPlaces.place(destination, basedir) + ":" + tag, coordinates);
        if (other != null && !other.equals(coordinates)) {
          throw new ConfigurationException(
              "the image goes to "
                  + destination.text()
                  + " as "
                  + tag
                  + ", and so does that of "
                  + other
                  + ": one would overwrite the other; image.name is '"
                  + settings.text("name")
                  + "' in both, so set it in one of them (by default it is the artifactId), or give"
                  + " one image.skip=true");
        }
      }
    }
  }
}
