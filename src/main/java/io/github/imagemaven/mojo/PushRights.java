package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.project.MavenProject;

/** Whether registries take our push, asked before anything is compiled. */
record PushRights(Run run) {
  /**
   * Asks each host once a session: fifty modules have one registry.
   *
   * @param repositories that a push goes to, and the module whose
   * @throws io.github.imagemaven.report.ImageException naming every host that does not take it
   */
  void check(Map<RepositoryName, MavenProject> repositories) {
    Problems problems = new Problems();
    Map<String, String> hosts = run.shared("image.hosts");
    likeliestFirst(repositories)
        .forEach(
            repository -> {
              MavenProject module = Objects.requireNonNull(repositories.get(repository));
              Settings settings = run.settings(module);
              if (settings.flag("checkPush")
                  && !DryRun.isOne(settings) // it would begin an upload
                  && !run.session().isOffline()
                  && hosts.putIfAbsent(repository.host(), "") == null) {
                problems.attempt(() -> ask(repository, settings, module));
              }
            });
    problems.throwIfAny();
  }

  /**
   * A library has no repository anywhere, and a registry that wants them made beforehand would
   * refuse it: who has an image for certain is asked for first, then the last, since libraries come
   * before what uses them.
   */
  private List<RepositoryName> likeliestFirst(Map<RepositoryName, MavenProject> repositories) {
    List<RepositoryName> certain = new ArrayList<>();
    List<RepositoryName> others = new ArrayList<>();
    repositories.forEach(
        (repository, module) -> (run.isImageCertain(module) ? certain : others).add(repository));
    Collections.reverse(others);
    certain.addAll(others);
    return certain;
  }

  private void ask(RepositoryName repository, Settings settings, MavenProject module) {
    try (Connections connections = run.connect(settings, module)) {
      connections.registries().repository(repository).checkPush();
    }
  }
}
