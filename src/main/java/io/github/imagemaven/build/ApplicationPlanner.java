package io.github.imagemaven.build;

import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Plans what an application adds to its base. A war, and libraries that only the artifact holds,
 * are unpacked for it beside the layout.
 */
interface ApplicationPlanner {
  /** The folder beside the layout. */
  String UNPACKED = "unpacked";

  /**
   * Looks at the application, so that what cannot be built is refused before anything is asked of a
   * registry.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where the artifact is missing or no
   *     archive, a dependency is missing, or several classes could start the application
   * @throws NoMainClassException where no class does
   */
  static ApplicationPlanner prepare(BuildRequest request, Log log) throws IOException {
    Path unpacked = request.directory().resolve(UNPACKED);
    return switch (request.application().packaging()) {
      case JAR -> JarPlanner.prepare(request, unpacked, log);
      case WAR -> WarPlanner.prepare(request.application(), unpacked, log);
    };
  }

  /** The plan. */
  ApplicationPlan plan() throws IOException;
}
