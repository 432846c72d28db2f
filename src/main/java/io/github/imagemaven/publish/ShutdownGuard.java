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

  private ShutdownGuard(Thread hook, Log log) {
    this.hook = hook;
    this.log = log;
  }

  /**
   * @param atShutdown returns when the JVM may end
   * @throws EnvironmentException where the JVM is ending already
   */
  static ShutdownGuard install(Runnable atShutdown, Log log) {
    Thread hook = new Thread(atShutdown, "image-shutdown");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new EnvironmentException(
          "interrupted before any tag was moved: run again to finish", e);
    }
    return new ShutdownGuard(hook, log);
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
