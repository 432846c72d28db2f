package io.github.imagemaven.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the jobs of one run have in common, whichever workflow they stand in.
 *
 * @param workflow the name of the one that the event has started
 * @param repository what {@code actions/checkout} checks out
 * @param called checkouts of the repositories whose workflows may be called, by owner and name
 * @param machines by label
 */
record GitHub(
    Event event,
    String workflow,
    Path repository,
    Map<String, Path> called,
    Map<String, Machine> machines,
    Artifacts artifacts,
    Caches caches) {
  private static final Pattern CALL =
      Pattern.compile("(?:\\./|([^/]+/[^/]+)/)(\\.github/workflows/[^/@]+\\.yml)(@[^@]+)?");

  /** The workflow that a job names behind {@code uses}. */
  Workflow called(String uses) throws IOException {
    Matcher call = CALL.matcher(uses);
    if (!call.matches() || (call.group(1) == null) != (call.group(3) == null)) {
      throw new IllegalArgumentException("no workflow to call: " + uses);
    }
    Path checkout = call.group(1) == null ? repository : called.get(call.group(1));
    if (checkout == null) {
      throw new IllegalArgumentException("the kit has no checkout for " + uses);
    }
    Workflow workflow = WorkflowFile.read(checkout.resolve(call.group(2)));
    if (workflow.callable() == null) {
      throw new IllegalArgumentException(uses + " has no workflow_call");
    }
    return workflow;
  }

  Machine machine(String label) {
    Machine machine = machines.get(label);
    if (machine == null) {
      throw new IllegalArgumentException("no machine has the label " + label);
    }
    return machine;
  }

  /** What the runner sets for every step of a job, but for paths. */
  Map<String, String> variables(String job) {
    Map<String, String> variables = new LinkedHashMap<>(event.variables());
    variables.put("GITHUB_WORKFLOW", workflow);
    variables.put("GITHUB_JOB", job);
    return variables;
  }

  /** The context {@code github} of a job. */
  Known context(String job, String token) {
    Map<String, Object> values = new LinkedHashMap<>(Event.context(variables(job)));
    values.put("token", token);
    return new Known(values);
  }
}
