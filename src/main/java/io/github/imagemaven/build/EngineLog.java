package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.oci.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What an engine said while it built one platform.
 *
 * @param file where all of it is kept
 */
record EngineLog(Path file) {
  private static final int LAST = 12;
  private static final int WIDTH = 300;
  private static final String STEP = "STEP ";

  /** Forgets what an earlier build said. */
  void begin() throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
  }

  /** Whether the engine said this. */
  boolean mentions(String words) throws IOException {
    try (BufferedReader lines = lines()) {
      return lines.lines().anyMatch(line -> line.contains(words));
    }
  }

  /** Bytes that are no UTF-8 do not stop it. */
  private BufferedReader lines() throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  /** Which step failed, the last lines, and where the others are. */
  String failure(String containerfile, Platform platform, Engine engine, int code)
      throws IOException {
    String step = "";
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String shown = shown(line);
        step = shown.startsWith(STEP) ? shown : step;
        if (!shown.isBlank()) {
          last.add(shown);
        }
        if (last.size() > LAST) {
          last.remove();
        }
      }
    }
    String advice =
        String.join(" ", last).contains("xec format error")
            ? ". This machine cannot run programs of "
                + platform
                + ": build it on a runner of that platform, or let this one emulate it"
            : "";
    return containerfile
        + " was not built for "
        + platform
        + ": "
        + engine
        + " ended with exit code "
        + code
        + (step.isEmpty() ? "" : " in " + step)
        + advice
        + ". Its last lines, of "
        + file
        + ":\n  "
        + String.join("\n  ", last);
  }

  /**
   * Of a long line both ends, without what would move the cursor or colour the terminal of whoever
   * reads it.
   */
  private static String shown(String line) {
    String plain =
        line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("[\\p{Cntrl}&&[^\t]]", "");
    int length = plain.length();
    return length > WIDTH
        ? plain.substring(0, WIDTH / 2) + " … " + plain.substring(length - WIDTH / 2)
        : plain;
  }
}
