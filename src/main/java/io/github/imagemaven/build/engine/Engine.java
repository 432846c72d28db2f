package io.github.imagemaven.build.engine;

import io.github.imagemaven.credentials.InstalledProgram;
import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed program that builds Containerfiles.
 *
 * @param kind which of them
 * @param program absolute
 * @param version {@code 1.28.2}
 */
public record Engine(Kind kind, Path program, String version) {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Pattern VERSION = Pattern.compile("version ([0-9]+)\\.([0-9]+)[^\\s,]*");

  /** The programs that are known, in the order in which they are looked for. */
  public enum Kind {
    /** Here-documents: buildah's release notes, 1.35. */
    BUILDAH("buildah", "bud", 1, 35),
    /** Builds with the buildah that it contains; 5.0 has 1.35. It compresses when it is told to. */
    PODMAN("podman", "build", 5, 0);

    private final String program;
    private final String build;
    private final int major;
    private final int minor;

    Kind(String program, String build, int major, int minor) {
      this.program = program;
      this.build = build;
      this.major = major;
      this.minor = minor;
    }

    /** What the program is called. */
    public String program() {
      return program;
    }

    /** Its command that builds, by the name that old versions have too. */
    public String buildCommand() {
      return build;
    }

    /** What has it compress layers that it writes into a folder. */
    public List<String> compressOptions() {
      return this == PODMAN ? List.of("--compress") : List.of();
    }

    /** The first version that takes here-documents. */
    public String heredocSince() {
      return major + "." + minor;
    }
  }

  /**
   * The engines that are installed.
   *
   * @param kinds those that will do, the favourite first
   * @param environment of this process
   * @throws EngineException where one does not say its version
   */
  public static List<Engine> installed(List<Kind> kinds, Map<String, String> environment) {
    List<Engine> engines = new ArrayList<>();
    for (Kind kind : kinds) {
      Path program = InstalledProgram.find(kind.program(), environment);
      if (program != null) {
        engines.add(new Engine(kind, program, version(program, environment)));
      }
    }
    return engines;
  }

  private static String version(Path program, Map<String, String> environment) {
    String said;
    try {
      ProgramRun run =
          ProgramRun.of(List.of(program.toString(), "--version"), environment, "", ANSWER);
      said = run.output();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while " + program + " was asked its version", e);
    } catch (IOException | TimeoutException e) {
      throw new EngineException(
          program + " does not start: " + e + ". Install it anew, or set image.engine to another",
          e);
    }
    Matcher matcher = VERSION.matcher(said);
    if (!matcher.find()) {
      throw new EngineException(
          program
              + " --version does not say a version as buildah and podman do: install it anew, or"
              + " set image.engine to another",
          null);
    }
    return matcher.group().substring("version ".length());
  }

  /** Whether it takes here-documents. */
  public boolean takesHeredocs() {
    String[] parts = version.split("[^0-9]+", 3);
    int major = Integer.parseInt(parts[0]);
    int minor = Integer.parseInt(parts[1]);
    return major > kind.major || (major == kind.major && minor >= kind.minor);
  }

  /** {@code buildah 1.28.2}. */
  @Override
  public String toString() {
    return kind.program() + " " + version;
  }
}
