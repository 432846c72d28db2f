package io.github.imagemaven.build.engine;

import io.github.imagemaven.build.engine.Engine.Builder;
import io.github.imagemaven.build.engine.Engine.Kind;
import io.github.imagemaven.credentials.InstalledProgram;
import io.github.imagemaven.credentials.ProgramRun;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The engines of this machine. Each is asked once what it is. For many threads. */
public final class Engines {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final String ANOTHER = "set image.engine to another";
  private static final Pattern VERSION =
      Pattern.compile("(?:version |docker/buildx v?)([0-9]+\\.[0-9]+[^\\s,]*)");
  private static final Pattern DRIVER = Pattern.compile("(?m)^Driver:\\s*(\\S+)");
  private static final Pattern ERROR = Pattern.compile("(?m)^Error:\\s*(\\S.*)$");

  private static final Pattern NOT_RUNNING = Pattern.compile("(?m)^Status:\\s*(?!running)\\S");
  private static final Pattern PLATFORMS = Pattern.compile("(?m)^Platforms:(.*)$");

  /** Debian's says v0.0.0, which is none. */
  private static final Pattern OLD_BUILDKIT =
      Pattern.compile("(?im)^BuildKit(?: version)?:\\s*v0\\.[1-9]\\b");

  private final Map<String, String> environment;
  private final ConcurrentMap<String, String> known;

  /**
   * @param environment of this process
   * @param known what engines have answered, for whoever asks next
   */
  public Engines(Map<String, String> environment, ConcurrentMap<String, String> known) {
    this.environment = Collections.unmodifiableMap(environment);
    this.known = known;
  }

  /** With nothing known yet. */
  public Engines(Map<String, String> environment) {
    this(environment, new ConcurrentHashMap<>());
  }

  /** Of this process. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Finds one.
   *
   * @return null where it is not installed
   * @throws EngineException where it is and does not work; its message is about nothing else
   */
  public @Nullable Engine find(Kind kind) {
    Path program = InstalledProgram.find(kind.program(), environment);
    if (program == null) {
      return null;
    }
    if (kind != Kind.DOCKER) {
      Matcher version = VERSION.matcher(ask(program, "--version"));
      if (!version.find()) {
        throw new EngineException(
            program
                + " --version does not say a version as buildah and podman do: install it anew, or "
                + ANOTHER,
            null);
      }
      return new Engine(kind, program, version.group(1), Builder.NONE);
    }
    Matcher version = VERSION.matcher(ask(program, "buildx", "version"));
    if (!version.find()) {
      throw new EngineException(
          program
              + " has no buildx, which builds for several platforms: install it (apt-get install"
              + " docker-buildx, or docker-buildx-plugin from Docker's own packages), or "
              + ANOTHER,
          null);
    }
    return new Engine(kind, program, version.group(1), builder(program));
  }

  /** Asks what would build, which may be far away, or not there. */
  private Builder builder(Path program) {
    String said = ask(program, "buildx", "inspect");
    Matcher error = ERROR.matcher(said);
    Matcher driver = DRIVER.matcher(said);
    boolean isError = error.find();
    if (isError || !driver.find()) {
      throw new EngineException(
          "Docker does not answer ("
              + (isError ? error.group(1) : said).strip()
              + "): start it (systemctl start docker), name one that runs by DOCKER_HOST or docker"
              + " context use, or "
              + ANOTHER,
          null);
    }
    boolean exports =
        !driver.group(1).equals("docker")
            || ask(program, "info", "--format", "{{json .DriverStatus}}")
                .contains("io.containerd.snapshotter");
    Set<String> platforms =
        PLATFORMS
            .matcher(said)
            .results()
            .flatMap(line -> Arrays.stream(line.group(1).split(",")))
            .map(each -> each.strip().replace("*", ""))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toSet());
    return new Builder(
        exports, !OLD_BUILDKIT.matcher(said).find(), platforms, !NOT_RUNNING.matcher(said).find());
  }

  /** All that it writes. */
  private String ask(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    String question = String.join(" ", command);
    String answer = known.get(question);
    if (answer == null) {
      answer = answer(command, question);
      known.put(question, answer);
    }
    return answer;
  }

  private String answer(List<String> command, String question) {
    try {
      ProgramRun run = ProgramRun.of(command, environment, "", ANSWER);
      return run.output() + "\n" + run.errors();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EnvironmentException("interrupted while " + question + " was asked", e);
    } catch (TimeoutException e) {
      return "Error: no answer within " + ANSWER.toSeconds() + " s";
    } catch (IOException e) {
      throw new EngineException(
          command.get(0) + " does not start: " + e + ". Install it anew, or " + ANOTHER, e);
    }
  }
}
