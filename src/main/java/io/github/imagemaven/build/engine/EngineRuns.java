package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs an engine's commands and leaves nothing of them: a command is stopped, with all that it
 * started, when its thread is interrupted and when this JVM is told to end, and the folders that
 * they work with go when all is done. For many threads.
 */
public final class EngineRuns implements AutoCloseable {
  /** How long an engine may take to tidy up; CI systems kill 2.5 s after they asked. */
  private static final int GRACE_MILLIS = 1500;

  private static final int LOOK_AGAIN_MILLIS = 20;

  private final Map<String, String> environment;
  private final Path results;
  private final Path temporary;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::end, "image-engine-shutdown");
  private final Log log;
  private volatile boolean ending;

  private EngineRuns(Map<String, String> environment, Path results, Path temporary, Log log) {
    this.environment = new HashMap<>(environment);
    // What it leaves there when it is stopped goes with the rest.
    this.environment.put("TMPDIR", temporary.toString());
    this.results = results;
    this.temporary = temporary;
    this.log = log;
  }

  /**
   * Gets ready.
   *
   * @param results a folder that is made, and deleted at the end; one that is there already was
   *     left by a run that was killed
   * @param environment what the engine is started with
   * @throws EnvironmentException where this JVM is ending
   */
  public static EngineRuns begin(Path results, Map<String, String> environment, Log log)
      throws IOException {
    delete(results);
    Files.createDirectories(results);
    // Nobody else may look into it: temporary directories of Java's are made so.
    Path temporary = Files.createTempDirectory(usual(environment), "image-engine-");
    EngineRuns runs = new EngineRuns(environment, results, temporary, log);
    try {
      Runtime.getRuntime().addShutdownHook(runs.hook);
    } catch (IllegalStateException e) {
      runs.deleteAll();
      throw interrupted(e);
    }
    return runs;
  }

  /** Where engines have their temporary files, which may be large. */
  private static Path usual(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("TMPDIR", ""), "/var/tmp")
        .filter(each -> !each.isEmpty())
        .map(Path::of)
        .filter(each -> Files.isDirectory(each) && Files.isWritable(each))
        .findFirst()
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** For what an engine makes; on the disk of the layout. */
  public Path results() {
    return results;
  }

  /** For what nobody but this user may read; the engine's own temporary files are here too. */
  public Path temporary() {
    return temporary;
  }

  /**
   * Runs a command to its end.
   *
   * @param log what it writes is added to this file
   * @return its exit code
   * @throws EnvironmentException where the thread is interrupted or the JVM is ending, and the
   *     command was stopped
   * @throws IOException where it cannot be started
   */
  public int run(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    running.add(process);
    try {
      process.getOutputStream().close();
      if (ending) {
        throw interrupted(null);
      }
      int code = process.waitFor();
      if (ending) {
        throw interrupted(null);
      }
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } finally {
      if (process.isAlive()) {
        stop(process);
      }
      running.remove(process);
    }
  }

  private static EnvironmentException interrupted(@Nullable Exception cause) {
    return new EnvironmentException(
        "interrupted while a Containerfile was being built: run again", cause);
  }

  /**
   * Ends what it runs, a step's programs, so that the step fails and the engine takes its container
   * away; asked to end itself, it would leave it between two steps. If that takes too long it is
   * ended with all that it started: a program below the shell of a step outlives both.
   */
  private static void stop(Process process) {
    boolean isInterrupted = Thread.interrupted();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    Set<ProcessHandle> started = new HashSet<>();
    while (process.isAlive() && System.nanoTime() < deadline) {
      process.descendants().forEach(started::add);
      started.stream().filter(each -> !isEngine(each, process)).forEach(EngineRuns::kill);
      try {
        process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (process.isAlive()) {
      process.descendants().forEach(started::add);
      process.destroyForcibly();
    }
    started.forEach(EngineRuns::kill);
    while (started.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Engines start themselves again, to be another user or in another root. */
  private static boolean isEngine(ProcessHandle started, Process engine) {
    return started.info().command().equals(engine.info().command());
  }

  private static void kill(ProcessHandle process) {
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  private void end() {
    ending = true;
    running.parallelStream().forEach(EngineRuns::stop);
    deleteAll();
  }

  @Override
  public void close() {
    running.forEach(EngineRuns::stop);
    deleteAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending, and the engine was stopped");
    }
  }

  private void deleteAll() {
    for (Path folder : List.of(temporary, results)) {
      try {
        delete(folder);
      } catch (IOException e) {
        log.warn(folder + " cannot be deleted and may be: " + e);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
