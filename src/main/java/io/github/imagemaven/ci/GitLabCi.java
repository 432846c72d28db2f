package io.github.imagemaven.ci;

import io.github.imagemaven.release.RunContext;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * GitLab CI: a dotenv report, {@code target/image/image.env} of the top project. It has neither
 * summaries nor annotations; the log says it all.
 */
final class GitLabCi implements CiSystem {
  private static final String FILE = "image.env";
  private static final String PREFIX = "IMAGE_";

  private static final KeyedDigests DIGESTS =
      new KeyedDigests(name -> key("digest_" + name), "variable", "");

  private final Map<String, String> environment;
  private final Path directory;
  private final Log log;

  GitLabCi(Map<String, String> environment, Path directory, Log log) {
    this.environment = environment;
    this.directory = directory;
    this.log = log;
  }

  @Override
  public Optional<RunContext> context() {
    return Optional.of(GitLabContext.of(environment));
  }

  @Override
  public void writeOutputs(RunReport report) {
    DotenvText text = DotenvText.of(variables(report));
    if (!text.left().isEmpty()) {
      log.warn(
          "Not in "
              + FILE
              + ": "
              + String.join(", ", text.left())
              + ". GitLab takes 20 variables on one line each, without a dollar sign, in less than"
              + " 5 kB. Each module's target/image/publication.json has them all");
    }
    write(text.text());
  }

  private Map<String, String> variables(RunReport report) {
    Map<String, String> variables = new LinkedHashMap<>();
    OutputValues.of(report, ",").forEach((name, value) -> variables.put(key(name), value));
    String base = report.base();
    if (base != null && !base.isEmpty()) { // none would hide an earlier job's from later ones
      variables.put(key("base"), base);
    }
    if (report.images().size() > 1) {
      variables.putAll(DIGESTS.of(report.images(), log));
    }
    return variables;
  }

  /** Letters, digits and '_' are what GitLab takes. */
  private static String key(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }

  private void write(String text) {
    Path file = directory.resolve(FILE);
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.warn("Outputs were not written: writing " + file + " failed (" + e + ").");
    }
  }

  @Override
  public void writeSummary(RunReport report) {}

  @Override
  public void annotate(List<Annotation> annotations) {}
}
