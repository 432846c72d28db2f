package io.github.imagemaven.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** GitHub Actions: outputs, a step summary, annotations. */
final class GitHubActions implements CiSystem {
  private static final CommandFile OUTPUT = new CommandFile("GITHUB_OUTPUT", "Outputs were");
  private static final CommandFile SUMMARY =
      new CommandFile("GITHUB_STEP_SUMMARY", "The summary was");

  private static final KeyedDigests DIGESTS =
      new KeyedDigests(GitHubActions::key, "output", "The output 'images' has them all");

  private final Map<String, String> environment;
  private final OutputStream console;
  private final Log log;

  GitHubActions(Map<String, String> environment, OutputStream console, Log log) {
    this.environment = environment;
    this.console = console;
    this.log = log;
  }

  @Override
  public Optional<RunContext> context() {
    return Optional.of(GitHubContext.of(environment));
  }

  @Override
  public void writeOutputs(RunReport report) {
    Map<String, String> values = OutputValues.of(report, "\n");
    RunnerMatrix matrix = report.matrix();
    if (matrix != null) {
      values.put("matrix", matrix.toJson());
    }
    String base = report.base();
    if (base != null) {
      values.put("base", base);
    }
    values.put("images", ImagesJson.of(report.images()));
    values.putAll(DIGESTS.of(report.images(), log));
    OUTPUT.append(environment, used -> OutputText.of(values), log);
  }

  /** Letters, digits, '-' and '_' are what a workflow can write behind a point. */
  private static String key(String image) {
    return "digest_" + image.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  @Override
  public void writeSummary(RunReport report) {
    SUMMARY.append(environment, used -> summary(report, used), log);
  }

  private String summary(RunReport report, long used) {
    String text = StepSummary.of(report, used);
    if (text.isEmpty()) {
      log.warn(
          "The summary was not written: this step has written 1 MiB already, all GitHub takes.");
    }
    return text;
  }

  /**
   * One write for all, from the beginning of a line, whatever another program has left on the last
   * one.
   */
  @Override
  public void annotate(List<Annotation> annotations) {
    if (annotations.isEmpty()) {
      return;
    }
    String lines =
        new LinkedHashSet<>(annotations)
            .stream().map(each -> each.command() + "\n").collect(Collectors.joining());
    try {
      console.write(("\n" + lines).getBytes(UTF_8));
      console.flush();
    } catch (IOException e) {
      log.warn("Annotations were not written: standard output failed (" + e + ").");
    }
  }
}
