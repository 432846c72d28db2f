package io.github.imagemaven.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a job has ended.
 *
 * @param outputs of the job
 * @param summaries what its steps wrote for people
 * @param log all its steps' lines
 */
record Result(Conclusion conclusion, Map<String, String> outputs, String summaries, String log) {
  /** In GitHub's words. */
  enum Conclusion {
    SUCCESS,
    FAILURE,
    CANCELLED,
    SKIPPED
  }

  static Result without(Conclusion conclusion) {
    return new Result(conclusion, Map.of(), "", "");
  }

  /** The conclusion as expressions see it. */
  String word() {
    return conclusion.name().toLowerCase(Locale.ROOT);
  }

  boolean isSuccess() {
    return conclusion == Conclusion.SUCCESS;
  }

  /**
   * Of a matrix's jobs, in the order in which they ended: the worst conclusion, and of each output
   * the last that is not empty.
   */
  static Result of(List<Result> jobs) {
    Conclusion conclusion = Conclusion.SUCCESS;
    Map<String, String> outputs = new LinkedHashMap<>();
    StringBuilder summaries = new StringBuilder();
    StringBuilder log = new StringBuilder();
    for (Result job : jobs) {
      if (conclusion == Conclusion.SUCCESS || job.conclusion == Conclusion.FAILURE) {
        conclusion = job.conclusion;
      }
      job.outputs.forEach(
          (name, value) -> outputs.merge(name, value, (old, now) -> now.isEmpty() ? old : now));
      summaries.append(job.summaries);
      log.append(job.log);
    }
    return new Result(conclusion, outputs, summaries.toString(), log.toString());
  }

  /** Of a workflow's jobs, for the job that has called it: one that was skipped spoils nothing. */
  static Result ofCall(List<Result> jobs, Map<String, String> outputs) {
    Result all = of(jobs.stream().filter(each -> each.conclusion != Conclusion.SKIPPED).toList());
    return new Result(all.conclusion, outputs, all.summaries, all.log);
  }
}
