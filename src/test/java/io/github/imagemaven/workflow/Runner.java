package io.github.imagemaven.workflow;

import io.github.imagemaven.workflow.Result.Conclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs a workflow's jobs on this machine, one after the other, each in a workspace and a home of
 * its own; artifacts alone go from one to the next.
 */
final class Runner {
  private final Path folder;
  private final Path repository;
  private final Map<String, Machine> machines;
  private final Map<String, String> secrets;

  /**
   * @param folder for all that the run leaves; empty
   * @param repository what {@code actions/checkout} checks out
   * @param machines by label
   */
  Runner(Path folder, Path repository, Map<String, Machine> machines, Map<String, String> secrets) {
    this.folder = folder;
    this.repository = repository;
    this.machines = machines;
    this.secrets = secrets;
  }

  /** How each job ended. */
  Map<String, Result> run(Workflow workflow, Event event) throws IOException, InterruptedException {
    Artifacts artifacts = new Artifacts(Files.createDirectories(folder.resolve("artifacts")));
    Scope common =
        new Scope(
            Map.of(
                "github", event.github(workflow, secrets.getOrDefault("GITHUB_TOKEN", "")),
                "inputs", event.inputs(workflow),
                "secrets", Scope.open(secrets)),
            new Scope.Status(true, false, false));
    Map<String, Result> results = new LinkedHashMap<>();
    List<Job> waiting = new ArrayList<>(workflow.jobs().values());
    while (!waiting.isEmpty()) {
      Job job =
          waiting.stream()
              .filter(each -> results.keySet().containsAll(each.needs()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("jobs wait for each other"));
      waiting.remove(job);
      Scope scope =
          common
              .with("needs", needs(job, workflow, results))
              .with(status(ancestors(job, workflow), results));
      results.put(
          job.id(),
          Expression.condition(job.condition(), scope)
              ? run(workflow, event, job, scope, artifacts)
              : Result.without(Conclusion.SKIPPED));
    }
    return results;
  }

  private Result run(Workflow workflow, Event event, Job job, Scope scope, Artifacts artifacts)
      throws IOException, InterruptedException {
    if (job.matrix() == null) {
      return one(workflow, event, job, scope.with("matrix", new Known(Map.of())), artifacts, "");
    }
    List<Result> results = new ArrayList<>();
    for (Map<String, Object> values : Matrix.jobs(job.matrix(), scope)) {
      boolean isCancelled =
          job.failFast()
              && results.stream().anyMatch(each -> each.conclusion() == Conclusion.FAILURE);
      results.add(
          isCancelled
              ? Result.without(Conclusion.CANCELLED)
              : one(
                  workflow,
                  event,
                  job,
                  scope.with("matrix", new Known(values)),
                  artifacts,
                  "-" + results.size()));
    }
    return Result.of(results);
  }

  private Result one(
      Workflow workflow, Event event, Job job, Scope scope, Artifacts artifacts, String suffix)
      throws IOException, InterruptedException {
    String label = Values.text(Template.value(job.runsOn(), scope));
    Machine machine = machines.get(label);
    if (machine == null) {
      throw new IllegalArgumentException("no machine has the label " + label);
    }
    Place place = Place.create(folder.resolve(job.id() + suffix), machine, repository);
    Map<String, String> variables = new LinkedHashMap<>(event.variables(workflow));
    variables.put("GITHUB_JOB", job.id());
    JobRun run = new JobRun(place, artifacts, variables, secrets);
    // Steps of a job that runs although another failed have not failed yet.
    return run.run(workflow, job, scope.with(new Scope.Status(true, false, false)));
  }

  private static Known needs(Job job, Workflow workflow, Map<String, Result> results) {
    Map<String, Object> needs = new LinkedHashMap<>();
    for (String id : job.needs()) {
      Map<String, Object> outputs = new HashMap<>();
      workflow.jobs().get(id).outputs().keySet().forEach(name -> outputs.put(name, ""));
      outputs.putAll(results.get(id).outputs());
      String conclusion = results.get(id).conclusion().name().toLowerCase(Locale.ROOT);
      needs.put(id, new Known(Map.of("outputs", new Known(outputs), "result", conclusion)));
    }
    return new Known(needs);
  }

  /** All jobs before it, not those alone that it names. */
  private static Set<String> ancestors(Job job, Workflow workflow) {
    Set<String> ancestors = new LinkedHashSet<>(job.needs());
    for (String id : job.needs()) {
      ancestors.addAll(ancestors(workflow.jobs().get(id), workflow));
    }
    return ancestors;
  }

  private static Scope.Status status(Set<String> before, Map<String, Result> results) {
    return new Scope.Status(
        before.stream().allMatch(id -> results.get(id).isSuccess()),
        before.stream().anyMatch(id -> results.get(id).conclusion() == Conclusion.FAILURE),
        false);
  }
}
