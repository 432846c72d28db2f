package io.github.imagemaven.workflow;

import io.github.imagemaven.workflow.Result.Conclusion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The jobs of one workflow: that which the event has started, or one that a job calls. */
final class WorkflowRun {
  private static final Scope.Status GOOD = new Scope.Status(true, false, false);

  private final GitHub gitHub;
  private final Workflow workflow;
  private final Known inputs;
  private final Secrets secrets;
  private final Permissions limit;
  private final Path folder;
  private final Map<String, Result> results = new LinkedHashMap<>();

  /**
   * @param limit what jobs may that say nothing; and no job of a called workflow may more
   * @param folder for what the jobs leave, a folder each
   */
  WorkflowRun(
      GitHub gitHub,
      Workflow workflow,
      Known inputs,
      Secrets secrets,
      Permissions limit,
      Path folder) {
    this.gitHub = gitHub;
    this.workflow = workflow;
    this.inputs = inputs;
    this.secrets = secrets;
    this.limit = limit;
    this.folder = folder;
  }

  /** How each job ended. */
  Map<String, Result> run() throws IOException, InterruptedException {
    List<Job> waiting = new ArrayList<>(workflow.jobs().values());
    while (!waiting.isEmpty()) {
      Job job =
          waiting.stream()
              .filter(each -> results.keySet().containsAll(each.needs()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("jobs wait for each other"));
      waiting.remove(job);
      Scope scope =
          scope(job)
              .with("needs", workflow.results(job.needs(), results))
              .with(status(workflow.ancestors(job)));
      results.put(
          job.id(),
          Expression.condition(job.condition(), scope)
              ? run(job, scope)
              : Result.without(Conclusion.SKIPPED));
    }
    return results;
  }

  private Scope scope(Job job) {
    boolean mayWrite = mayWritePackages(job);
    return new Scope(
        Map.of(
            "github", gitHub.context(job.id(), secrets.token(mayWrite)),
            "inputs", inputs,
            "secrets", secrets.context(mayWrite)),
        GOOD);
  }

  private Permissions permissions(Job job) {
    return job.permissions() == null ? limit : job.permissions();
  }

  private boolean mayWritePackages(Job job) {
    return permissions(job).allow("packages", "write") && !gitHub.event().isFromFork();
  }

  private Result run(Job job, Scope scope) throws IOException, InterruptedException {
    if (job.call() != null) {
      return call(job, scope);
    }
    if (job.matrix() == null) {
      return one(job, scope.with("matrix", new Known(Map.of())), "");
    }
    List<Result> all = new ArrayList<>();
    for (Map<String, Object> values : Matrix.jobs(job.matrix(), scope)) {
      boolean isCancelled =
          job.failFast() && all.stream().anyMatch(each -> each.conclusion() == Conclusion.FAILURE);
      all.add(
          isCancelled
              ? Result.without(Conclusion.CANCELLED)
              : one(job, scope.with("matrix", new Known(values)), "-" + all.size()));
    }
    return Result.of(all);
  }

  private Result one(Job job, Scope scope, String suffix) throws IOException, InterruptedException {
    Machine machine = gitHub.machine(Values.text(Template.value(job.runsOn(), scope)));
    Place place = Place.create(folder.resolve(job.id() + suffix), machine, gitHub.repository());
    Actions actions = new Actions(place, gitHub.artifacts(), gitHub.caches(), permissions(job));
    JobRun run = new JobRun(place, actions, gitHub.variables(job.id()), secrets);
    // Steps of a job that runs although another failed have not failed yet.
    return run.run(workflow, job, scope.with(GOOD));
  }

  /** Refused before any of its jobs begins, where one wants more than the caller may. */
  private Result call(Job job, Scope scope) throws IOException, InterruptedException {
    Workflow called = gitHub.called(job.call().uses());
    for (Job each : called.jobs().values()) {
      if (each.permissions() != null && !each.permissions().beyond(permissions(job)).isEmpty()) {
        throw new IllegalArgumentException(
            job.id()
                + " may not give "
                + each.id()
                + " what it asks for: "
                + each.permissions().beyond(permissions(job)));
      }
    }
    WorkflowRun run =
        new WorkflowRun(
            gitHub,
            called,
            job.call().inputs(called.callable(), scope),
            secrets.given(job.call().secrets(called.callable(), scope)),
            permissions(job),
            folder.resolve(job.id()));
    Map<String, Result> inner = run.run();
    inner.forEach((id, result) -> results.put(job.id() + " / " + id, result));
    return Result.ofCall(List.copyOf(inner.values()), run.outputs());
  }

  /** The outputs that a called workflow declares. */
  private Map<String, String> outputs() {
    Scope scope =
        new Scope(
            Map.of("jobs", workflow.results(workflow.jobs().keySet(), results), "inputs", inputs),
            GOOD);
    return Template.texts(workflow.callable().outputs(), scope);
  }

  private Scope.Status status(Set<String> before) {
    return new Scope.Status(
        before.stream().allMatch(id -> results.get(id).isSuccess()),
        before.stream().anyMatch(id -> results.get(id).conclusion() == Conclusion.FAILURE),
        false);
  }
}
