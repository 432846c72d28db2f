package io.github.imagemaven.mojo;

import io.github.imagemaven.registry.RegistryClient;
import io.github.imagemaven.report.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a JVM that is told to end (SIGINT, SIGTERM) in the middle of a clean-up wait until the
 * deletion under way is answered, no other has begun, and what was deleted is said and written
 * down. It does not wait for what is still to go.
 */
final class CleanupStop implements AutoCloseable {
  /** How long the JVM waits at most, as for a publication: GitHub kills after 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration LEFT_TO_SAY_IT = Duration.ofSeconds(1);

  private final Log log;
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::end, "image-cleanup-shutdown");
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<RegistryClient> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean requested;

  private CleanupStop(Log log) {
    this.log = log;
  }

  /** For the clean-ups that this thread is about to do. Where the JVM is ending, none begins. */
  static CleanupStop install(Log log) {
    CleanupStop stop = new CleanupStop(log);
    try {
      Runtime.getRuntime().addShutdownHook(stop.hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending, so that nothing is cleaned up");
      stop.requested = true;
    }
    return stop;
  }

  /** Whether the run is to end, so that nothing more may be begun. */
  boolean isRequested() {
    return requested;
  }

  /** Deletions by this client end when the run is to. */
  void watch(RegistryClient client) {
    clients.add(client);
    if (requested) { // after it was added: end() sees it, or this sees that end() has begun
      client.endDeletions();
    }
  }

  private void end() {
    requested = true;
    clients.forEach(RegistryClient::endDeletions);
    try {
      if (!isEndedIn(PATIENCE.minus(LEFT_TO_SAY_IT))) {
        worker.interrupt(); // whatever it waits for
        if (!isEndedIn(LEFT_TO_SAY_IT)) {
          log.warn(
              "the run was interrupted, and its clean-up had no time to say how far it came:"
                  + " each deletion that was answered is in a line above");
        }
      }
    } catch (InterruptedException e) {
      log.debug("nobody waits for the clean-up: " + e);
    }
  }

  private boolean isEndedIn(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending, and what was cleaned up is written down");
    }
  }
}
