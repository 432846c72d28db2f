package io.github.imagemaven.publish;

import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.report.SteadyLog;
import io.github.imagemaven.store.BlobCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts images into all of their destinations, or names them in none.
 *
 * <p>{@link #stage} brings content, by digest, everywhere; {@link #name} moves tags. A reactor
 * stages every module before it names the first. Where several runs build an image's platforms,
 * each calls {@link #stageParts}, and another one stages and names what they made together. Safe
 * for use by many threads. It remembers which repository holds which blob, and shares that with
 * others of the run that are given the same maps.
 */
public final class Publication {
  private final Log log;
  private final BlobCache cache;
  private final ContentCopy.Shared shared;
  private final SettledTags naming;

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
    this.log = SteadyLog.of(log);
    this.cache = cache;
    this.shared =
        new ContentCopy.Shared(holders, visibility, new Interruption(), this.log, progress);
    this.naming = new SettledTags(shared);
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
   * Brings the image's content into every destination, verified, without naming it. What one
   * destination lacks of an image that several runs have built comes from another that has it.
   *
   * @throws PartsException where parts do not make one image ({@code IMG-9})
   * @throws PublicationException where a required destination lacks something and nobody has it, or
   *     a released version's tag names another image ({@code IMG-4})
   * @throws EnvironmentException where the layout is damaged or incomplete, or the run was asked to
   *     end
   */
  public Staged stage(ImageRequest request) throws IOException {
    return stage(request, Staging::run);
  }

  /**
   * {@link #stage} of what was staged before in this run, perhaps by another publication: asks
   * every destination for every part again and sends only what has gone meanwhile. The record tells
   * of both as of one.
   *
   * @param request the same as before
   * @param earlier what {@link Staged#memory()} gave
   * @throws ImageException as {@link #stage} does
   */
  public Staged stageAgain(ImageRequest request, Map<String, Map<String, String>> earlier)
      throws IOException {
    return stage(request, staging -> staging.again(earlier));
  }

  /**
   * Brings what this run has built of an image into every destination, by digest only, for a run
   * that joins it with others' parts; no tag is looked at but released versions', and none moves.
   * Writes a file a platform into {@code parts/}, where an earlier run's are removed first.
   *
   * @param version of the project
   * @param buildTime how long building took; null where nobody knows
   * @return what was written and sent
   * @throws ImageException as {@link #stage} does
   */
  public StagedParts stageParts(
      PublishRequest request, String version, @Nullable Duration buildTime) throws IOException {
    LastPublication last = LastPublication.take(request.directory(), log);
    PartStaging staging = PartStaging.of(request, last, shared, cache);
    Path folder = request.directory().resolve(PartFile.FOLDER);
    PartFolder.forget(folder, staging.platforms());
    List<PartFile> files = new ArrayList<>();
    try (ShutdownGuard guard = ShutdownGuard.install(() -> sayNothingMoved(staging.name()), log)) {
      for (Part part : staging.run(version, buildTime)) {
        files.add(PartFile.write(folder, part));
      }
    }
    return new StagedParts(files, staging.sent(), staging.failed());
  }

  /**
   * What {@link #stage} and {@link #name} would do, by reads alone: nothing is sent, and no file is
   * written.
   *
   * @throws ImageException where the image cannot be read, its parts do not make one, or the run
   *     was asked to end
   */
  public PublicationPlan compare(ImageRequest request) throws IOException {
    LastPublication last = LastPublication.read(request.publication().directory(), log);
    return new Staging(request.publication(), read(request), last, shared).compare();
  }

  /**
   * What {@link #stageParts} would do, by reads alone: no destination's plan has tags.
   *
   * @throws ImageException where what was built cannot be read, or the run was asked to end
   */
  public PublicationPlan compareParts(PublishRequest request) throws IOException {
    LastPublication last = LastPublication.read(request.directory(), log);
    return PartStaging.of(request, last, shared, cache).compare();
  }

  private interface Stage {
    Staged of(Staging staging) throws IOException;
  }

  private Staged stage(ImageRequest request, Stage stage) throws IOException {
    PublishRequest publication = request.publication();
    if (request instanceof JoinRequest) {
      Files.createDirectories(publication.directory()); // of a clean checkout
    }
    LastPublication last = LastPublication.take(publication.directory(), log);
    SourceImage image = read(request);
    try (ShutdownGuard guard = ShutdownGuard.install(() -> sayNothingMoved(image.name()), log)) {
      return stage.of(new Staging(publication, image, last, shared));
    }
  }

  private SourceImage read(ImageRequest request) throws IOException {
    return request instanceof JoinRequest join
        ? new PartContents(join, shared, cache).read(JoinCheck.parts(join, log))
        : SourceImage.read(request.publication(), cache);
  }

  private void sayNothingMoved(String image) {
    log.warn("interrupted before any tag of " + image + " was moved: run again to finish");
  }

  /**
   * Moves the tags of everything staged, version tags first, and writes each {@code
   * publication.json}.
   *
   * @param staged in any order
   * @return what was done, in the order of {@code staged}
   * @throws PublicationException where a tag could not be moved; the message says what is live
   * @throws EnvironmentException where the run was asked to end before the last tag had moved and
   *     been looked at, or a {@code publication.json} cannot be written; the others are
   */
  public List<PublicationRecord> name(List<Staged> staged) throws IOException {
    return naming.run(staged);
  }

  /**
   * Asks the run to end: content that is on its way is given up; tags that are moving get half of
   * the time to arrive and the other half to go back. Returns when all tags are in one state, or
   * the time is over. While tags move, the JVM does this by itself when it is told to end.
   */
  public void interrupt(Duration patience) {
    naming.interrupt(patience);
  }
}
