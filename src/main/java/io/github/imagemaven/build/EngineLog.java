package io.github.imagemaven.build;

import static java.util.stream.Collectors.toSet;

import io.github.imagemaven.oci.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an engine said while it built one platform.
 *
 * @param file where all of it is kept
 */
record EngineLog(Path file) {
  private static final int LAST = 12;
  private static final int WIDTH = 300;

  /** As BuildKit begins what a step that failed has said. */
  private static final String FAILED_STEP = " > \\[";

  /** As buildah begins a step, and as BuildKit names the one that failed. */
  private static final Pattern STEP =
      Pattern.compile("(?:\\[[0-9/]+\\] )?STEP .*|" + FAILED_STEP + ".*");

  /** Above and below the lines of a step that failed, where BuildKit sums up. */
  private static final String RULE = "------";

  /** Of a base, with which buildah goes on; 1.28 says {@code ({amd64 linux [] })}. */
  private static final Pattern OTHER_PLATFORM =
      Pattern.compile(
          "image platform \\(([^)]*)\\) does not match the expected platform \\(([^)]*)\\)");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

  private static final Pattern OF_A_STEP =
      Pattern.compile(
          "building at STEP|did not complete successfully|executor failed running|parse error"
              + "|compute cache key: .*\"[^\"]*\":? not found"); // of a file to copy

  /** As BuildKit sums up what went wrong as it wrote a cache, which may not be called so below. */
  private static final Pattern WRITTEN_CACHE = Pattern.compile(" > exporting cache to .*");

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

  /**
   * What the last line says of a cache outside of the engine; empty where it says nothing of one.
   */
  String cacheFailure() throws IOException {
    String last = "";
    boolean isOfCache = false;
    boolean isOfStep = false;
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String shown = shown(line);
        isOfCache |= WRITTEN_CACHE.matcher(shown).matches();
        isOfStep |= shown.matches(FAILED_STEP + ".*");
        last = shown.isBlank() ? last : shown;
      }
    }
    boolean isSaid = last.toLowerCase(Locale.ROOT).contains("cache");
    return (isSaid || (isOfCache && !isOfStep)) && !OF_A_STEP.matcher(last).find() ? last : "";
  }

  /** Whether another platform's pull of the same image came in between, as buildah 1.28 says it. */
  boolean isOfAnotherPull() throws IOException {
    return lastLine().contains("locating pulled image");
  }

  /** How much it has said so far, in bytes. */
  long size() throws IOException {
    return Files.size(file);
  }

  /**
   * What the engine says of an image that is not for the platform that was asked for, and on which
   * it went on all the same; empty where it says nothing of one.
   *
   * @param from how much of the log is passed over, in bytes
   */
  String otherPlatform(long from) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      bytes.skipNBytes(from);
      return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
          .lines()
          .map(OTHER_PLATFORM::matcher)
          .filter(Matcher::find)
          .filter(each -> !words(each.group(1)).equals(words(each.group(2))))
          .map(Matcher::group)
          .findFirst()
          .orElse("");
    }
  }

  /** System and architecture, in whatever order; variants are for whoever runs it to judge. */
  private static Set<String> words(String platform) {
    return WORD.matcher(platform).results().limit(2).map(MatchResult::group).collect(toSet());
  }

  private String lastLine() throws IOException {
    String last = "";
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.isBlank() ? last : shown(line);
      }
    }
    return last;
  }

  /**
   * Which step failed, the last lines, and where the others are.
   *
   * @param what the engine did
   */
  String failure(String containerfile, Platform platform, String what) throws IOException {
    String step = "";
    Deque<String> last = new ArrayDeque<>();
    boolean isSummary = false;
    boolean isOver = false;
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null && !isOver; line = lines.readLine()) {
        String shown = shown(line);
        isOver = shown.equals(RULE) && isSummary && !last.isEmpty();
        if (STEP.matcher(shown).matches()) {
          step = shown.replaceAll("^ > |:$", "");
          isSummary = shown.startsWith(" > ");
          if (isSummary) {
            last.clear(); // the step's own lines come, and then the file, which is known
          }
        } else if (!shown.isBlank() && !shown.equals(RULE)) {
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
        + what
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
