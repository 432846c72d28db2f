package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.apache.maven.project.MavenProject;

/**
 * What the images of a session have. A run that builds a part of each, on one of several machines,
 * builds nothing of an image that does not have its platform.
 */
final class SessionPlatforms {
  private static final String KEY = "image.platforms";

  private SessionPlatforms() {}

  /** A module's platforms among those of the session. */
  static PlatformSettings of(Run run, MavenProject module, Problems problems) {
    Settings settings = run.settings(module);
    if (Desk.isSession(run)) {
      return PlatformSettings.atDesk(settings, problems);
    }
    boolean isSplit = problems.orElse(() -> PlatformSettings.isSplit(settings), false);
    return PlatformSettings.of(settings, isSplit ? ofAll(run) : List.of(), problems);
  }

  /** Asked once a session. */
  private static List<Platform> ofAll(Run run) {
    ConcurrentMap<String, List<String>> known = run.shared(KEY);
    return known.computeIfAbsent(KEY, any -> look(run)).stream().map(Platform::parse).toList();
  }

  private static List<String> look(Run run) {
    Set<String> platforms = new LinkedHashSet<>();
    for (MavenProject module : run.modules().checked()) {
      ofOne(run, module).forEach(each -> platforms.add(each.toString()));
    }
    return new ArrayList<>(platforms);
  }

  private static List<Platform> ofOne(Run run, MavenProject module) {
    try {
      Settings settings = run.settings(module);
      return NoImage.isPossible(settings, module) && !settings.flag("skip")
          ? PlatformSettings.images(settings)
          : List.of();
    } catch (ImageException e) { // said where that module is checked
      run.log().debug("Platforms of " + module.getArtifactId() + ": " + e.getMessage());
      return List.of();
    }
  }
}
