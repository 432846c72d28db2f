package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a workflow. A key that it does not know is refused: it might change what the workflow does.
 */
final class WorkflowFile {
  private WorkflowFile() {}

  static Workflow read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static Workflow parse(String yaml) {
    Node root = Node.parse(yaml);
    root.allow("name", "on", "permissions", "concurrency", "env", "defaults", "jobs");
    String name = root.text("name");
    Defaults defaults = Defaults.of(root, new Defaults(null, null));
    Map<String, Job> jobs = new LinkedHashMap<>();
    Permissions permissions = Permissions.of(root);
    for (Node job : root.child("jobs").children()) {
      jobs.put(job.name(), job(job, defaults, permissions));
    }
    Node on = root.child("on");
    return new Workflow(
        name == null ? "the workflow" : name,
        Triggers.of(root),
        inputs(on.child("workflow_dispatch")),
        Callable.of(on),
        root.texts("env"),
        jobs);
  }

  private static Map<String, Input> inputs(Node dispatch) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    dispatch.child("inputs").children().forEach(each -> inputs.put(each.name(), Input.of(each)));
    return inputs;
  }

  /** What steps that run a script have where they say nothing. */
  private record Defaults(String shell, String directory) {
    static Defaults of(Node node, Defaults outer) {
      Node run = node.child("defaults").child("run");
      run.allow("shell", "working-directory");
      String shell = run.text("shell");
      String directory = run.text("working-directory");
      return new Defaults(
          shell == null ? outer.shell : shell, directory == null ? outer.directory : directory);
    }
  }

  private static Job job(Node job, Defaults outer, Permissions ofWorkflow) {
    Permissions own = Permissions.of(job);
    Permissions permissions = own == null ? ofWorkflow : own;
    Call call = Call.of(job);
    return call == null ? ofSteps(job, outer, permissions) : calling(job, permissions, call);
  }

  private static Job calling(Node job, Permissions permissions, Call call) {
    return new Job(
        job.name(),
        job.list("needs"),
        job.text("if"),
        permissions,
        null,
        null,
        true,
        Map.of(),
        Map.of(),
        List.of(),
        call);
  }

  private static Job ofSteps(Node job, Defaults outer, Permissions permissions) {
    job.allow(
        "name",
        "needs",
        "if",
        "runs-on",
        "timeout-minutes",
        "permissions",
        "environment",
        "concurrency",
        "strategy",
        "env",
        "defaults",
        "outputs",
        "steps");
    Node strategy = job.child("strategy");
    strategy.allow("matrix", "fail-fast");
    Defaults defaults = Defaults.of(job, outer);
    List<Step> steps = new ArrayList<>();
    for (Node step : job.child("steps").children()) {
      steps.add(step(step, defaults));
    }
    return new Job(
        job.name(),
        job.list("needs"),
        job.text("if"),
        permissions,
        job.text("runs-on"),
        strategy.value("matrix"),
        !Boolean.FALSE.equals(strategy.value("fail-fast")),
        job.texts("env"),
        job.texts("outputs"),
        steps,
        null);
  }

  private static Step step(Node step, Defaults defaults) {
    step.allow("id", "name", "if", "uses", "with", "run", "shell", "working-directory", "env");
    String run = step.text("run");
    String uses = step.text("uses");
    if ((run == null) == (uses == null)) {
      throw new IllegalArgumentException(step.name() + " has neither or both of run and uses");
    }
    String name = step.text("name");
    String shell = step.text("shell");
    String directory = step.text("working-directory");
    return new Step(
        step.text("id"),
        name == null ? (uses == null ? run.strip() : uses) : name,
        step.text("if"),
        uses,
        step.texts("with"),
        run,
        shell == null ? defaults.shell() : shell,
        directory == null ? defaults.directory() : directory,
        step.texts("env"));
  }
}
