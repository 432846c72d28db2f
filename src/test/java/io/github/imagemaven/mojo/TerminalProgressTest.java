package io.github.imagemaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.report.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenExecutionRequest;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final TerminalProgress progress = new TerminalProgress(out);

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** What stands on the screen: a carriage return goes back, what is printed goes over the old. */
  private List<String> screen() {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int column = 0;
    for (char c : written().toCharArray()) {
      assertThat(c).as("escape codes").isNotEqualTo('\u001b');
      if (c == '\n') {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
        column = 0;
      } else if (c == '\r') {
        column = 0;
      } else {
        line.setLength(Math.max(line.length(), column + 1));
        line.setCharAt(column++, c);
      }
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  @Test
  void nothingIsShownWhereNothingMoves() {
    progress.expect(5);
    progress.hide();
    assertThat(written()).isEmpty();
  }

  @Test
  void theBarGrowsToTheEndAndLeavesNothing() {
    progress.expect(40_000_000);
    progress.moved(10_000_000);
    progress.moved(30_000_000);
    progress.hide();
    assertThat(written()).contains("Sending 100% [", "40/40MB");
    assertThat(screen()).containsExactly("");
  }

  @Test
  void aSmallImageIsCountedInKilobytes() {
    progress.expect(30_000);
    progress.moved(20_000);
    progress.hide();
    assertThat(written()).contains("20/30kB");
  }

  @Test
  void whatIsExpectedMayGrowAndAnAttemptMayBeThrownAway() {
    progress.expect(20_000_000);
    progress.moved(20_000_000);
    progress.moved(-15_000_000);
    progress.expect(30_000_000);
    progress.hide();
    assertThat(written()).contains("5/50MB");
  }

  @Test
  void itMakesWayForALineAndComesBack() {
    Log log =
        progress.beside(
            new Log() {
              @Override
              public void debug(String line) {}

              @Override
              public void info(String line) {
                out.print("[INFO] " + line + "\n");
              }

              @Override
              public void warn(String line) {
                out.print("[WARNING] " + line + "\n");
              }
            });
    progress.expect(40_000_000);
    progress.moved(10_000_000);
    log.info("one");
    progress.moved(10_000_000);
    log.warn("two");
    progress.moved(20_000_000);
    progress.hide();
    assertThat(screen()).containsExactly("[INFO] one", "[WARNING] two", "");
    assertThat(written()).contains("10/40MB", "20/40MB", "40/40MB");
  }

  @Test
  void itIsWantedWherePeopleWatchAndNothingComesInBetween() {
    assertThat(TerminalProgress.isWanted(request())).isTrue();
    assertThat(TerminalProgress.isWanted(request().setInteractiveMode(false))).isFalse();
    assertThat(
            TerminalProgress.isWanted(
                request().setTransferListener(new QuietMavenTransferListener())))
        .isFalse();
    assertThat(
            TerminalProgress.isWanted(
                request().setLoggingLevel(MavenExecutionRequest.LOGGING_LEVEL_DEBUG)))
        .isFalse();
    MavenExecutionRequest parallel = request();
    parallel.setDegreeOfConcurrency(2);
    assertThat(TerminalProgress.isWanted(parallel)).isFalse();
  }

  private static MavenExecutionRequest request() {
    return new DefaultMavenExecutionRequest().setInteractiveMode(true);
  }

  /** Named as Maven's own, which is not among our dependencies. */
  private static final class QuietMavenTransferListener extends AbstractTransferListener {}
}
