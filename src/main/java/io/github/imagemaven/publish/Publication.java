package io.github.imagemaven.publish;

import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.BlobCache;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Puts images into all of their destinations, or names them in none.
 *
 * <p>{@link #stage} brings content, by digest, everywhere; {@link #name} moves tags. A reactor
 * stages every module before it names the first. Safe for use by many threads. It remembers which
 * repository holds which blob, and shares that with others of the run that are given the same maps.
 *
 * <p>A required destination that fails does not stop the others while content moves: what arrived
 * has no name, harms nobody, and need not be sent again by the run that finishes the job.
 */
public final class Publication {
  private static final int AT_ONCE = 8;

  private final Log log;
  private final BlobCache cache;
  private final Interruption interruption = new Interruption();
  private final ContentCopy.Shared shared;
  private final Set<CountDownLatch> naming = ConcurrentHashMap.newKeySet();

  /**
   * @param log told of every blob at debug, of every destination at info
   * @param progress told of bytes on the move
   * @param cache for base blobs that no layout has
   */
  public Publication(Log log, Progress progress, BlobCache cache) {
    this(log, progress, cache, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  /**
   * One of several of a run, such as one a module: what one has sent, the next on the same host
   * mounts. The maps hold types of the JDK only, so that modules share them across class loaders.
   *
   * @param log told of every blob at debug, of every destination at info
   * @param progress told of bytes on the move
   * @param cache for base blobs that no layout has
   * @param holders shared; the names of the repositories that hold a blob, by its digest
   * @param turns shared; who sends a blob to a host at this moment, so that the others mount it
   */
  public Publication(
      Log log,
      Progress progress,
      BlobCache cache,
      ConcurrentMap<String, Set<String>> holders,
      ConcurrentMap<String, ReentrantLock> turns) {
    this(log, progress, cache, Visibility.standard(), new KnownHolders(holders, turns));
  }

  Publication(Log log, Progress progress, BlobCache cache, Visibility visibility) {
    this(
        log,
        progress,
        cache,
        visibility,
        new KnownHolders(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
  }

  Publication(
      Log log, Progress progress, BlobCache cache, Visibility visibility, KnownHolders holders) {
    this.log = log;
    this.cache = cache;
    this.shared = new ContentCopy.Shared(holders, visibility, interruption, log, progress);
  }

  /**
   * {@link #stage} and {@link #name} of one image.
   *
   * @throws ImageException as they do
   */
  public PublicationRecord publish(PublishRequest request) throws IOException {
    return name(List.of(stage(request))).get(0);
  }

  /**
   * Brings the image's content into every destination, verified, without naming it.
   *
   * @throws PublicationException where a required destination lacks something, or a released
   *     version's tag names another image ({@code IMG-4})
   * @throws EnvironmentException where the layout is damaged or incomplete, or the run was asked to
   *     end
   */
  public Staged stage(PublishRequest request) throws IOException {
    Files.deleteIfExists(request.directory().resolve(PublicationRecord.FILE));
    SourceImage built = SourceImage.read(request, cache);
    List<Delivery> deliveries =
        request.destinations().stream()
            .map(destination -> new Delivery(destination, built, request.tags()))
            .toList();
    onEach(deliveries, this::lookUpTags);
    StandingRelease standing = StandingRelease.among(deliveries, built, request);
    onEach(standing.holders(), standing::examine);
    SourceImage image = standing.choose();
    deliveries.forEach(delivery -> delivery.carry(image));
    onEach(deliveries, delivery -> refuseReleased(delivery, standing.whyNot()));
    require(deliveries, "Nothing was sent and nothing was named. Run again when that is settled");
    sayWhatWasFound(deliveries, standing);
    onEach(deliveries, this::copyContent);
    require(deliveries, "Nothing was named. Run again to finish");
    return new Staged(request, image, deliveries);
  }

  /**
   * Moves the tags of everything staged, version tags first, and writes each {@code
   * publication.json}.
   *
   * @param staged in any order
   * @return what was done, in the order of {@code staged}
   * @throws PublicationException where a tag could not be moved; the message says what is live
   * @throws EnvironmentException where the run was asked to end before the last tag had moved
   */
  public List<PublicationRecord> name(List<Staged> staged) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    naming.add(ended);
    try (ShutdownGuard guard = ShutdownGuard.install(this::interrupt, log)) {
      if (interruption.requested()) {
        throw interruptedBeforeNaming();
      }
      List<Delivery> deliveries =
          staged.stream().flatMap(one -> one.deliveries().stream()).toList();
      new TagStep(deliveries, new TaggedContent(shared), interruption, log).run();
      return uninterrupted(() -> record(staged));
    } finally {
      ended.countDown();
      naming.remove(ended);
    }
  }

  /**
   * Asks the run to end: content that is on its way is given up; tags that are moving get half of
   * the time to arrive and the other half to go back. Returns when all tags are in one state, or
   * the time is over. While tags move, the JVM does this by itself when it is told to end.
   */
  public void interrupt(Duration patience) {
    interruption.request(patience);
    for (CountDownLatch ended : naming) {
      try {
        interruption.await(ended, Grace.ALL);
      } catch (InterruptedIOException e) {
        log.warn("the run was interrupted and had no time to leave all tags in one state");
      }
    }
  }

  private void interrupt() {
    log.warn("interrupted: bringing all tags into one state");
    interrupt(Interruption.PATIENCE);
  }

  private void onEach(List<Delivery> deliveries, Parallel.Work<Delivery> step) throws IOException {
    try {
      Parallel.each(
          deliveries,
          Math.max(1, deliveries.size()),
          interruption,
          Grace.NONE,
          delivery -> delivery.attempt(() -> step.on(delivery)));
      if (interruption.requested() && deliveries.stream().anyMatch(Delivery::failed)) {
        throw interruptedBeforeNaming(); // a step may have noticed before we did
      }
    } catch (InterruptedIOException e) {
      throw interruptedBeforeNaming();
    }
  }

  private static EnvironmentException interruptedBeforeNaming() {
    return new EnvironmentException(
        "interrupted before any tag was moved: run again to finish; what was sent stays where it"
            + " is and has no name",
        null);
  }

  private void lookUpTags(Delivery delivery) throws IOException {
    Parallel.each(
        delivery.tags(),
        AT_ONCE,
        interruption,
        Grace.NONE,
        tag -> delivery.found(tag, delivery.store().resolve(tag)));
  }

  private static void refuseReleased(Delivery delivery, String notInstead) {
    for (String tag : delivery.tags()) {
      ImmutableTags.check(delivery, tag, notInstead);
    }
  }

  private void sayWhatWasFound(List<Delivery> deliveries, StandingRelease standing) {
    if (standing.isChosen()) {
      log.info(standing.description());
      return;
    }
    List<Delivery> done = deliveries.stream().filter(Delivery::hasNamed).toList();
    if (!done.isEmpty() && !deliveries.stream().allMatch(d -> d.isDone() || d.failed())) {
      log.info(
          "an earlier run did not finish: "
              + done.get(0).image().digest()
              + " has a name in "
              + done.stream().map(Delivery::namedInWords).collect(Collectors.joining(", "))
              + "; finishing it");
    }
  }

  private void copyContent(Delivery delivery) throws IOException {
    new ContentCopy(delivery, shared).run();
  }

  private void require(List<Delivery> deliveries, String whatNow) {
    Verdict verdict = Verdict.of(deliveries);
    ImageException fatal = verdict.fatal();
    if (fatal != null) {
      throw new PublicationException(
          verdict.code(), verdict.reasons() + whoHasWhat(deliveries) + "\n" + whatNow, fatal);
    }
    for (Delivery delivery : deliveries) {
      ImageException failure = delivery.failure();
      if (failure != null && delivery.reportOnce()) {
        log.warn("going on without " + delivery.name() + ": " + failure.getMessage());
      }
    }
  }

  /** What is where; nothing to say where the run was refused before anybody looked. */
  private static String whoHasWhat(List<Delivery> deliveries) {
    if (deliveries.stream().noneMatch(Delivery::isLookedAt)) {
      return "";
    }
    return "\nThe destinations:"
        + deliveries.stream()
            .map(delivery -> "\n  " + delivery.name() + ": " + delivery.contents())
            .collect(Collectors.joining());
  }

  /** The tags have moved; that is written down even by a thread that was interrupted. */
  private static <T> T uninterrupted(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<PublicationRecord> record(List<Staged> staged) {
    List<PublicationRecord> records = new ArrayList<>();
    for (Staged one : staged) {
      PublicationRecord record = one.record();
      one.deliveries().stream().filter(d -> !d.failed()).forEach(d -> log.info(d.summary()));
      try {
        record.write(one.request().directory());
      } catch (IOException e) {
        throw new EnvironmentException(
            "everything is published as "
                + record.digest()
                + ", but "
                + one.request().directory().resolve(PublicationRecord.FILE)
                + " cannot be written: "
                + e,
            e);
      }
      records.add(record);
    }
    return records;
  }
}
