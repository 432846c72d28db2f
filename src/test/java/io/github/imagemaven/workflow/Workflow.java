package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A workflow as far as running it goes; which run waits for which is GitHub's.
 *
 * @param inputs of {@code workflow_dispatch}
 * @param callable null where no other workflow can call it
 * @param jobs in the order of the file
 */
record Workflow(
    String name,
    Triggers triggers,
    Map<String, Input> inputs,
    Callable callable,
    Map<String, String> env,
    Map<String, Job> jobs) {

  /** All jobs before one, not those alone that it names. */
  Set<String> ancestors(Job job) {
    Set<String> ancestors = new LinkedHashSet<>(job.needs());
    for (String id : job.needs()) {
      ancestors.addAll(ancestors(jobs.get(id)));
    }
    return ancestors;
  }

  /** The results of some jobs as expressions see them, with every output that the jobs have. */
  Known results(Iterable<String> ids, Map<String, Result> results) {
    Map<String, Object> known = new LinkedHashMap<>();
    for (String id : ids) {
      Result result = results.get(id);
      Map<String, Object> outputs = new LinkedHashMap<>();
      jobs.get(id).outputs().keySet().forEach(name -> outputs.put(name, ""));
      outputs.putAll(result.outputs());
      // What a call that was skipped would have said is not known here.
      boolean isOpen = jobs.get(id).call() != null && outputs.isEmpty();
      Object visible = isOpen ? outputs : new Known(outputs);
      known.put(id, new Known(Map.of("outputs", visible, "result", result.word())));
    }
    return new Known(known);
  }
}
