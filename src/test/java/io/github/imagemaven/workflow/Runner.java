package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs a workflow's jobs on this machine, one after the other, each in a workspace and a home of
 * its own; artifacts alone go from one to the next, and caches from a run to those after it.
 */
final class Runner {
  private final Path folder;
  private final Path repository;
  private final Map<String, Machine> machines;
  private final Map<String, String> secrets;
  private final Map<String, Path> called;

  /**
   * @param folder for all that the run leaves; empty. Caches are beside it
   * @param repository what {@code actions/checkout} checks out
   * @param machines by label
   * @param called checkouts of the repositories whose workflows may be called, by owner and name
   */
  Runner(
      Path folder,
      Path repository,
      Map<String, Machine> machines,
      Map<String, String> secrets,
      Map<String, Path> called) {
    this.folder = folder;
    this.repository = repository;
    this.machines = machines;
    this.secrets = secrets;
    this.called = called;
  }

  /**
   * How each job ended, those of called workflows by {@code caller / job}; none where the workflow
   * does not run for such an event.
   */
  Map<String, Result> run(Workflow workflow, Event event) throws IOException, InterruptedException {
    if (!workflow.triggers().include(event)) {
      return Map.of();
    }
    GitHub gitHub =
        new GitHub(
            event,
            workflow.name(),
            repository,
            called,
            machines,
            new Artifacts(Files.createDirectories(folder.resolve("artifacts"))),
            new Caches(Files.createDirectories(folder.resolveSibling("caches"))));
    Map<String, String> visible = event.isFromFork() ? Map.of() : secrets;
    Secrets all = new Secrets(secrets.getOrDefault("GITHUB_TOKEN", ""), visible, false);
    return new WorkflowRun(gitHub, workflow, event.inputs(workflow), all, Permissions.USUAL, folder)
        .run();
  }
}
