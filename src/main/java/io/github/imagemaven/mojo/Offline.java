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
   * @throws ConfigurationException where a destination is a registry and Maven is offline
   */
  static void checkDestinations(MavenSession session, List<DestinationName> destinations) {
    if (!session.isOffline()) {
      return;
    }
    for (DestinationName destination : destinations) {
      if (destination.repository() != null) {
        throw new ConfigurationException(
            "Maven is offline (-o) and "
                + destination.text()
                + " is in a registry: run without -o, or publish to oci:DIR, or set"
                + " -Dimage.skipPush");
      }
    }
  }
}
