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
import java.util.HashSet;
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

  /**
   * As BuildKit names what failed where that was putting steps into a cache, or writing an image
   * whose layers it fetched from one.
   */
  private static final Pattern AFTER_THE_STEPS = Pattern.compile(" > exporting .*:");

  /** What a disk says that takes no more. */
  static final String FULL = "no space left on device";

  /** As BuildKit begins to read a cache, and goes on without it. */
  private static final Pattern READS =
      Pattern.compile("(#[0-9]+) (?:importing cache manifest from .*|ERROR: (.*))");

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
   * The last line, where that or what failed may be of a cache outside of the engine; else empty.
   */
  String cacheFailure() throws IOException {
    String last = lastLine();
    boolean isOfCache =
        last.toLowerCase(Locale.ROOT).contains("cache") && !OF_A_STEP.matcher(last).find();
    return isOfCache || (isAfterTheSteps() && !last.contains(FULL)) ? last : "";
  }

  /**
   * Why BuildKit went on without a cache that it was to read; empty where it did not, or where
   * there was none yet.
   */
  String cacheNotRead() throws IOException {
    Set<String> reading = new HashSet<>();
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher reads = READS.matcher(line);
        if (!reads.matches()) {
          continue;
        }
        String problem = reads.group(2);
        if (problem == null) {
          reading.add(reads.group(1));
        } else if (reading.contains(reads.group(1)) && !problem.endsWith("not found")) {
          return shown(problem);
        }
      }
    }
    return "";
  }

  private boolean isAfterTheSteps() throws IOException {
    boolean isAfter = false;
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches(FAILED_STEP + ".*")) {
          return false;
        }
        isAfter |= AFTER_THE_STEPS.matcher(line).matches();
      }
    }
    return isAfter;
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
