package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
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
  private final EngineFolders folders;
  private final @Nullable Duration limit;
  private final long begun = System.nanoTime();
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Queue<List<String>> afterwards = new ConcurrentLinkedQueue<>();
  private final Thread hook = new Thread(this::end, "image-engine-shutdown");
  private final Log log;
  private volatile boolean ending;

  private EngineRuns(
      Map<String, String> environment, EngineFolders folders, @Nullable Duration limit, Log log) {
    this.environment = new HashMap<>(environment);
    // What it leaves there when it is stopped goes with the rest.
    this.environment.put("TMPDIR", folders.temporary().toString());
    this.folders = folders;
    this.limit = limit;
    this.log = log;
  }

  /**
   * Gets ready.
   *
   * @param results a folder that is made, and deleted at the end; one that is there already was
   *     left by a run that was killed
   * @param environment what the engine is started with
   * @param limit how long all commands together may take from now on; null where they may take what
   *     they want
   * @throws EnvironmentException where this JVM is ending
   */
  public static EngineRuns begin(
      Path results, Map<String, String> environment, @Nullable Duration limit, Log log)
      throws IOException {
    EngineFolders folders = EngineFolders.make(results, environment, log);
    EngineRuns runs = new EngineRuns(environment, folders, limit, log);
    try {
      Runtime.getRuntime().addShutdownHook(runs.hook);
    } catch (IllegalStateException e) {
      folders.delete(log);
      throw interrupted(e);
    }
    return runs;
  }

  /** For what an engine makes; on the disk of the layout. */
  public Path results() {
    return folders.results();
  }

  /** For what nobody but this user may read; the engine's own temporary files are here too. */
  public Path temporary() {
    return folders.temporary();
  }

  /** Has a short command run when all is done, however it ends; that it fails does not matter. */
  public void afterwards(List<String> command) {
    afterwards.add(List.copyOf(command));
  }

  /**
   * Runs a command to its end.
   *
   * @param more what it is started with beside the environment
   * @param log what it writes is added to this file
   * @return its exit code
   * @throws TimeoutException where the time for all commands is over, and the command was stopped
   * @throws EnvironmentException where the thread is interrupted or the JVM is ending, and the
   *     command was stopped
   * @throws IOException where it cannot be started
   */
  public int run(List<String> command, Map<String, String> more, Path log)
      throws IOException, TimeoutException {
    ProcessBuilder builder = builder(command);
    builder.environment().putAll(more);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    Process process;
    synchronized (running) { // whoever ends them all sees it, or it does not begin
      if (ending) {
        throw interrupted(null);
      }
      process = builder.start();
      running.add(process);
    }
    try {
      process.getOutputStream().close();
      boolean hasEnded = hasEnded(process);
      if (ending) {
        throw interrupted(null);
      }
      if (!hasEnded) {
        throw new TimeoutException();
      }
      return process.exitValue();
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

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(OwnSession.of(command, environment));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private boolean hasEnded(Process process) throws InterruptedException {
    if (limit == null) {
      process.waitFor();
      return true;
    }
    long left = limit.toNanos() - (System.nanoTime() - begun);
    return process.waitFor(Math.max(0, left), TimeUnit.NANOSECONDS);
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

  /**
   * Engines start themselves again, to be another user or in another root; of a process in a user
   * namespace of its own the kernel does not tell the program, only the arguments.
   */
  private static boolean isEngine(ProcessHandle started, Process engine) {
    ProcessHandle.Info info = started.info();
    return info.command().equals(engine.info().command())
        || (info.command().orElse("/").equals("/")
            && Arrays.equals(
                info.arguments().orElse(new String[0]),
                engine.info().arguments().orElse(new String[0])));
  }

  private static void kill(ProcessHandle process) {
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  void end() {
    synchronized (running) {
      ending = true;
    }
    running.parallelStream().forEach(EngineRuns::stop);
    tidyUp();
  }

  @Override
  public void close() {
    running.forEach(EngineRuns::stop);
    tidyUp();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending, and the engine was stopped");
    }
  }

  private void tidyUp() {
    boolean isInterrupted = Thread.interrupted();
    for (List<String> command = afterwards.poll(); command != null; command = afterwards.poll()) {
      try {
        Process process =
            builder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
        process.getOutputStream().close();
        if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          log.debug(command + " was stopped after " + GRACE_MILLIS + " ms");
        }
      } catch (InterruptedException e) {
        isInterrupted = true;
      } catch (IOException e) {
        log.debug(command + " was not run: " + e);
      }
    }
    folders.delete(log);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
