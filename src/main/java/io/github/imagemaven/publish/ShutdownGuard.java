package io.github.imagemaven.publish;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;

/**
 * Lets a JVM that is told to end (SIGINT, SIGTERM) wait until all tags are in one state. Other
 * threads go on while a shutdown hook runs, so the hook only has to ask and to wait.
 */
final class ShutdownGuard implements AutoCloseable {
  private final Thread hook;
  private final Log log;
  private volatile boolean ending;

  private ShutdownGuard(Runnable atShutdown, Log log) {
    this.hook = new Thread(() -> end(atShutdown), "image-shutdown");
    this.log = log;
  }

  /**
   * @param atShutdown returns when the JVM may end
   * @throws EnvironmentException where the JVM is ending already
   */
  static ShutdownGuard install(Runnable atShutdown, Log log) {
    ShutdownGuard guard = new ShutdownGuard(atShutdown, log);
    try {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    } catch (IllegalStateException e) {
      throw new EnvironmentException(
          "interrupted before any tag was moved: run again to finish", e);
    }
    return guard;
  }

  private void end(Runnable atShutdown) {
    ending = true;
    atShutdown.run();
  }

  /** Whether the JVM is ending, so that nobody may come to report a failure that is thrown. */
  boolean isEnding() {
    return ending;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending, and the tags are in one state");
    }
  }
}
