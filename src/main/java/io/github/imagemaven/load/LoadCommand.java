package io.github.imagemaven.load;

import io.github.imagemaven.load.FedProcess.Input;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs what changes an engine. */
final class LoadCommand {
  private static final int LAST = 5;
  private static final int WIDTH = 300;

  private LoadCommand() {}

  /**
   * Runs a command to its end.
   *
   * @param log takes what it says, in the place of what an earlier one said
   * @throws LoadException in its own words, where it fails
   */
  static void run(List<String> command, Input input, LoadRun run, Path log) throws IOException {
    Files.deleteIfExists(log);
    Files.createFile(log);
    int code = run.run(command, input, log);
    if (code != 0) {
      throw new LoadException(last(log) + " (exit code " + code + ")");
    }
  }

  private static String last(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    List<String> lines =
        text.lines()
            .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) + " …" : line)
            .toList();
    return lines.isEmpty()
        ? "it says nothing"
        : String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }
}
