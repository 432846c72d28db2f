package io.github.imagemaven.mojo;

import io.github.imagemaven.build.BuildRequest;
import io.github.imagemaven.build.Content;
import io.github.imagemaven.report.Problems;
import org.apache.maven.project.MavenProject;

/** From a module that Maven has packaged to the request for its image. */
final class ModuleRequest {
  private ModuleRequest() {}

  /**
   * The request; what may take a while is begun meanwhile.
   *
   * @throws io.github.imagemaven.report.ImageException where a setting cannot be used, or what is
   *     needed is not built yet
   */
  static BuildRequest of(
      Run run,
      MavenProject module,
      Settings settings,
      PlatformSettings platforms,
      Connections connections) {
    run.askForCommit(module);
    Content made = Contents.of(settings, module, run.session());
    Content content = StepCache.allowed(run, module, made);
    if (!content.equals(made)) {
      run.log().info("Nothing is put into image.cacheTo: this run publishes nothing to a registry");
    }
    if (!run.session().isOffline()) {
      connections.expect(BuildRequests.base(settings, module, content));
    }
    new Remarks(run).on(module, settings);
    ArtifactRewriters.check(module, run.execution());
    Problems problems = new Problems();
    BuildRequest request =
        BuildRequests.of(
            settings,
            module,
            platforms,
            content,
            run.commit(module),
            run.releaseTags(module).version(),
            problems);
    problems.throwIfAny();
    return request;
  }
}
