package io.github.imagemaven.load;

import io.github.imagemaven.load.FedProcess.Input;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands that change an engine's images and leaves nothing of them: a command is asked to
 * end, and then killed, when its thread is interrupted and when this JVM is told to end, and the
 * folder that they work with goes. Unlike the programs that build, which end their containers first
 * ({@link io.github.imagemaven.build.engine.EngineRuns}), these can be asked themselves.
 */
final class LoadRun implements AutoCloseable {
  /** CI systems kill 2.5 s after they asked. */
  private static final int GRACE_MILLIS = 1500;

  private final Map<String, String> environment;
  private final Path folder;
  private final Log log;
  private final Set<FedProcess> running = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::end, "image-load-shutdown");
  private volatile boolean ending;

  private LoadRun(Map<String, String> environment, Path folder, Log log) {
    this.environment = environment;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Gets ready.
   *
   * @param folder made, and deleted at the end with what the commands have left in it; one that is
   *     there already was left by a run that was killed
   * @param environment what commands are started with; their temporary files are in the folder
   * @throws EnvironmentException where this JVM is ending
   */
  static LoadRun begin(Path folder, Map<String, String> environment, Log log) throws IOException {
    delete(folder);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Map<String, String> with = new HashMap<>(environment);
    with.put("TMPDIR", temporary.toString());
    LoadRun run = new LoadRun(with, folder, log);
    try {
      Runtime.getRuntime().addShutdownHook(run.hook);
    } catch (IllegalStateException e) {
      run.deleteAll();
      throw interrupted(e);
    }
    return run;
  }

  /** For what is shown to a command. */
  Path folder() {
    return folder;
  }

  /**
   * Runs a command to its end.
   *
   * @param said what it says is added to this file
   * @return its exit code
   * @throws EnvironmentException where the thread is interrupted or the JVM is ending, and the
   *     command was stopped
   * @throws IOException where it cannot be started, or its input fails; it has been killed then
   */
  int run(List<String> command, Input input, Path said) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(said.toFile()));
    FedProcess process;
    synchronized (running) { // whoever ends them all sees it, or it does not begin
      if (ending) {
        throw interrupted(null);
      }
      process = FedProcess.start(builder, input);
      running.add(process);
    }
    try {
      int code = process.waitFor();
      if (ending) {
        throw interrupted(null);
      }
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } finally {
      process.stop(GRACE_MILLIS);
      running.remove(process);
    }
  }

  private static EnvironmentException interrupted(@Nullable Exception cause) {
    return new EnvironmentException("interrupted while an image was loaded: run again", cause);
  }

  void end() {
    synchronized (running) {
      ending = true;
    }
    running.parallelStream().forEach(each -> each.stop(GRACE_MILLIS));
    deleteAll();
  }

  @Override
  public void close() {
    running.forEach(each -> each.stop(GRACE_MILLIS));
    deleteAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending, and the engine's command was stopped");
    }
  }

  private void deleteAll() {
    try {
      delete(folder);
    } catch (IOException e) {
      log.warn(folder + " cannot be deleted and may be: " + e);
    }
  }

  /** Links go, and not what they lead to. */
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
