package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.RepositoryName;
import java.util.List;
import java.util.Objects;
import org.apache.maven.project.MavenProject;

/**
 * What {@code push-all} is going to ask registries, asked once while {@code build-multiarch} waits
 * for its base: a connection, and a token where one is needed, then take no time of their own.
 *
 * @param destinations in registries; empty where this session publishes to none
 * @param tag one to look at
 */
record Greeting(List<RepositoryName> destinations, String tag) {
  /**
   * The greeting of a module's destinations.
   *
   * @throws io.github.imagemaven.report.ConfigurationException where the session is going to
   *     publish, and the destinations or tags are malformed
   */
  static Greeting of(Run run, MavenProject module, Settings settings) {
    if (run.session().isOffline()
        || !Destinations.areSet(settings) // as in a library
        || !run.modules().isReached(module, "push-all")) {
      return new Greeting(List.of(), "");
    }
    List<RepositoryName> destinations =
        Destinations.of(run, module).stream()
            .map(DestinationName::repository)
            .filter(Objects::nonNull)
            .toList();
    return new Greeting(destinations, run.releaseTags(module).tags().get(0));
  }

  void send(Connections connections) {
    destinations.forEach(each -> connections.registries().greet(each, tag));
  }
}
