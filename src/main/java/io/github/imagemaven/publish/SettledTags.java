package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The second half of a publication: tags move, and the JVM does not end before they are settled.
 */
final class SettledTags {
  private final ContentCopy.Shared shared;
  private final Interruption interruption;
  private final Log log;
  private final Set<CountDownLatch> running = ConcurrentHashMap.newKeySet();

  SettledTags(ContentCopy.Shared shared) {
    this.shared = shared;
    this.interruption = shared.interruption();
    this.log = shared.log();
  }

  /** {@link Publication#name}. */
  List<PublicationRecord> run(List<Staged> staged) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    running.add(ended);
    try (ShutdownGuard guard = ShutdownGuard.install(this::interrupt, log)) {
      if (interruption.requested()) {
        throw Interruption.beforeNaming();
      }
      String live = moveTags(staged, guard);
      List<PublicationRecord> records = WrittenRecords.of(staged, log);
      if (guard.isEnding()) {
        log.warn("interrupted, and " + live);
      }
      return records;
    } finally {
      ended.countDown();
      running.remove(ended);
    }
  }

  private String moveTags(List<Staged> staged, ShutdownGuard guard) throws IOException {
    List<Delivery> deliveries = staged.stream().flatMap(one -> one.deliveries().stream()).toList();
    try {
      return new TagStep(deliveries, new TaggedContent(shared), interruption, log).run();
    } catch (ImageException e) {
      if (guard.isEnding()) {
        log.warn(e.getMessage()); // the JVM does not wait for whoever else would report it
      }
      throw e;
    }
  }

  /** {@link Publication#interrupt}. */
  void interrupt(Duration patience) {
    interruption.request(patience);
    for (CountDownLatch ended : running) {
      try {
        interruption.await(ended, Grace.ALL);
      } catch (GivenUpException e) {
        log.warn(
            "the run was interrupted and had no time to leave all tags in one state: run again to"
                + " finish");
      }
    }
  }

  private void interrupt() {
    interruption.request(Interruption.PATIENCE);
    log.warn(
        "interrupted: bringing all tags into one state, the new one or else the old; that takes "
            + Interruption.PATIENCE.toSeconds()
            + " s at most");
    interrupt(Interruption.PATIENCE);
  }
}
