package io.github.imagemaven.workflow;

import io.github.imagemaven.ci.GitHubRunner;
import io.github.imagemaven.workflow.Result.Conclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The steps of one job, and what goes from one to the next. */
final class JobRun {
  private final Place place;
  private final Actions actions;
  private final Map<String, String> variables;
  private final Secrets secrets;
  private final Map<String, String> added = new LinkedHashMap<>();
  private final Map<String, Object> outcomes = new HashMap<>();
  private final StringBuilder log = new StringBuilder();
  private final StringBuilder summaries = new StringBuilder();
  private boolean failed;

  JobRun(Place place, Actions actions, Map<String, String> variables, Secrets secrets) {
    this.place = place;
    this.actions = actions;
    this.variables = variables;
    this.secrets = secrets;
  }

  /** Runs all steps whose condition holds. */
  Result run(Workflow workflow, Job job, Scope outer) throws IOException, InterruptedException {
    job.steps().stream()
        .filter(step -> step.id() != null)
        .forEach(step -> outcomes.put(step.id(), outcome("", Map.of())));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.putAll(Template.texts(workflow.env(), outer));
    environment.putAll(Template.texts(job.env(), outer.with("env", Scope.open(environment))));
    for (Step step : job.steps()) {
      step(step, environment, outer);
    }
    Map<String, String> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, String> output : job.outputs().entrySet()) {
      String value = Template.text(output.getValue(), scope(outer, environment));
      outputs.put(output.getKey(), secrets.areIn(value) ? "" : value);
    }
    if (!failed) {
      actions.end();
    }
    Conclusion conclusion = failed ? Conclusion.FAILURE : Conclusion.SUCCESS;
    return new Result(conclusion, outputs, summaries.toString(), log.toString());
  }

  private Scope scope(Scope outer, Map<String, String> environment) {
    return outer
        .with("steps", new Known(outcomes))
        .with("env", Scope.open(environment))
        .with(new Scope.Status(!failed, failed, false));
  }

  private void step(Step step, Map<String, String> ofJob, Scope outer)
      throws IOException, InterruptedException {
    Map<String, String> environment = new LinkedHashMap<>(ofJob);
    environment.putAll(added);
    Scope scope = scope(outer, environment);
    if (!Expression.condition(step.condition(), scope)) {
      log.append("-- ").append(step.name()).append(": skipped\n");
      return;
    }
    log.append("== ").append(Template.text(step.name(), scope)).append('\n');
    environment.putAll(Template.texts(step.env(), scope));
    Map<String, String> outputs = new LinkedHashMap<>();
    boolean isGood =
        step.uses() == null
            ? script(step, environment, scope, outputs)
            : actions.use(
                step.uses(), Template.texts(step.with(), scope), variables, added, outputs, log);
    failed |= !isGood;
    if (step.id() != null) {
      outcomes.put(step.id(), outcome(isGood ? "success" : "failure", outputs));
    }
  }

  private static Known outcome(String outcome, Map<String, String> outputs) {
    return new Known(
        Map.of("outputs", Scope.open(outputs), "outcome", outcome, "conclusion", outcome));
  }

  private boolean script(
      Step step, Map<String, String> environment, Scope scope, Map<String, String> outputs)
      throws IOException, InterruptedException {
    Map<String, String> all = place.environment();
    all.putAll(environment);
    all.putAll(variables);
    all.put("CI", "true");
    all.put("GITHUB_ACTIONS", "true");
    all.put("GITHUB_WORKSPACE", place.workspace().toString());
    all.put("RUNNER_OS", "Linux");
    all.put("RUNNER_TEMP", place.temp().toString());
    Path files = Files.createTempDirectory(place.temp(), "files");
    for (String file : new String[] {"OUTPUT", "ENV", "STEP_SUMMARY"}) {
      all.put("GITHUB_" + file, Files.createFile(files.resolve(file)).toString());
    }
    String directory = step.directory() == null ? "." : Template.text(step.directory(), scope);
    boolean isGood =
        new Script(Template.text(step.run(), scope), step.shell(), place.resolve(directory))
            .run(all, files, log);
    outputs.putAll(GitHubRunner.outputs(Files.readString(files.resolve("OUTPUT"))));
    added.putAll(GitHubRunner.outputs(Files.readString(files.resolve("ENV"))));
    summaries.append(Files.readString(files.resolve("STEP_SUMMARY")));
    return isGood;
  }
}
