package io.github.imagemaven.load;

import io.github.imagemaven.credentials.InstalledProgram;
import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Short questions to an engine, by its program.
 *
 * @param program absolute
 * @param environment what it is started with: the engine's address may be there
 * @param limit after which nobody waits for the answer, so that an engine that hangs is told of and
 *     not hung with
 */
record EngineQuestion(Path program, Map<String, String> environment, Duration limit) {
  /** Virtual machines of a desk, and hosts behind ssh, take some seconds to wake up. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int WIDTH = 300;

  /** Asks the program of this name, if it is installed. */
  static Optional<EngineQuestion> of(
      String program, Map<String, String> environment, Duration limit) {
    Path found = InstalledProgram.find(program, environment);
    return Optional.ofNullable(found).map(each -> new EngineQuestion(each, environment, limit));
  }

  /**
   * What came of a question.
   *
   * @param text the answer, stripped; null where there was none
   * @param reason why there was none, else empty
   */
  record Answer(@Nullable String text, String reason) {}

  /** Asks; whatever goes wrong is the reason why there is no answer. */
  Answer ask(List<String> arguments) {
    List<String> command = command(arguments);
    try {
      ProgramRun run = ProgramRun.of(command, environment, "", limit);
      return run.exitCode() == 0
          ? new Answer(run.output().strip(), "")
          : new Answer(null, reason(run));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while " + program + " was asked", e);
    } catch (TimeoutException e) {
      return new Answer(null, "no answer within " + limit.toSeconds() + " s");
    } catch (IOException e) {
      return new Answer(null, program + " does not run: " + e.getMessage());
    }
  }

  /** The program's command. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  /** The first line of what it complains of. */
  private static String reason(ProgramRun run) {
    String first =
        run.errors()
            .lines()
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    String plain = first.replaceAll("\\p{Cntrl}", " ");
    String cut = plain.length() > WIDTH ? plain.substring(0, WIDTH) + " …" : plain;
    return cut.isEmpty() ? "exit code " + run.exitCode() : cut.replaceFirst("[.?]$", "");
  }
}
