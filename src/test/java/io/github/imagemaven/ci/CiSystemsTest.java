package io.github.imagemaven.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CiSystemsTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final KeptWarnings log = new KeptWarnings();

  @Test
  void theEnvironmentSaysWhichSystemItIs() {
    assertThat(of(Map.of("GITHUB_ACTIONS", "true"))).isInstanceOf(GitHubActions.class);
    assertThat(of(Map.of("GITLAB_CI", "true"))).isInstanceOf(GitLabCi.class);
    assertThat(of(Map.of("GITHUB_ACTIONS", "false", "CI", "true"))).isInstanceOf(NoCi.class);
    assertThat(of(Map.of())).isInstanceOf(NoCi.class);
  }

  @Test
  void elsewhereThereIsNoContextAndNothingIsWritten() {
    Path output = directory.resolve("output");
    CiSystem none = of(Map.of("GITHUB_OUTPUT", output.toString()));

    none.writeOutputs(Reports.run(Reports.orders()));
    none.writeSummary(Reports.run(Reports.orders()));
    none.annotate(List.of(new Annotation(Annotation.Level.ERROR, "a", "b")));

    assertThat(none.context()).isEmpty();
    assertThat(directory).isEmptyDirectory();
    assertThat(console.toByteArray()).isEmpty();
    assertThat(log.lines).isEmpty();
  }

  private CiSystem of(Map<String, String> environment) {
    return CiSystems.of(environment, directory.resolve("image"), console, log);
  }
}
