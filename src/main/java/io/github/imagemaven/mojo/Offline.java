package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BaseReference;
import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.report.ConfigurationException;
import java.util.List;
import org.apache.maven.execution.MavenSession;

/** What {@code mvn -o} forbids. */
final class Offline {
  private Offline() {}

  /**
   * @throws ConfigurationException where the base is in a registry and Maven is offline
   */
  static void checkBase(MavenSession session, BuildRequest request) {
    if (session.isOffline() && request.from() instanceof BaseReference.InRegistry) {
      throw new ConfigurationException(
          "Maven is offline (-o) and the base "
              + request.from()
              + " is in a registry: run without -o, or set image.from to oci:DIR or scratch");
    }
  }

  /**
   * @throws ConfigurationException naming every destination in a registry, where Maven is offline
   */
  static void checkDestinations(MavenSession session, List<DestinationName> destinations) {
    if (!session.isOffline()) {
      return;
    }
    List<String> inRegistries =
        destinations.stream()
            .filter(destination -> destination.repository() != null)
            .map(DestinationName::text)
            .toList();
    if (!inRegistries.isEmpty()) {
      boolean one = inRegistries.size() == 1;
      throw new ConfigurationException(
          "Maven is offline (-o) and "
              + String.join(", ", inRegistries)
              + (one ? " is in a registry" : " are in registries")
              + ": run without -o, or publish to oci:DIR alone, or publish nothing with"
              + " -Dimage.skipPush=true");
    }
  }
}
