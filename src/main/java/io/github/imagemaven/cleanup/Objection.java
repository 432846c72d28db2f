package io.github.imagemaven.cleanup;

import io.github.imagemaven.registry.Recheck;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is against a deletion, if anything, by looks that are at most five seconds old: the asker's,
 * and the registry's own, for which it may have us wait for minutes.
 */
final class Objection implements Recheck {
  private static final int MOST_LOOKS = 10;

  private final Asker asker;
  private final Look own;
  private final LongSupplier nanos;
  private long looked;
  private @Nullable Deletion deletion;

  /** What the asker says, who has looked just now. */
  Objection(Asker asker) {
    this(asker, Optional::empty);
  }

  /**
   * What the asker says, who has looked just now, and then the registry.
   *
   * @param own what came of the deletion by a look of another kind; empty where it may go
   */
  Objection(Asker asker, Look own) {
    this(asker, own, System::nanoTime);
  }

  /**
   * @param nanos as {@link System#nanoTime}
   */
  Objection(Asker asker, Look own, LongSupplier nanos) {
    this.asker = asker;
    this.own = own;
    this.nanos = nanos;
    this.looked = nanos.getAsLong();
  }

  /** A look of a registry's own. */
  interface Look {
    /** Why not, or that it is done already. */
    Optional<Deletion> look() throws IOException;
  }

  /** Whether nothing is against it by the asker's first look and, looked at now, the registry. */
  boolean isNoneNow() throws IOException {
    return isNoneHere() && (!isOld() || mayStillGo());
  }

  /**
   * @throws CleanupException where no look is ever young enough
   */
  @Override
  public boolean mayStillGo() throws IOException {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      Optional<String> why = asker.objection();
      looked = nanos.getAsLong();
      if (why.isPresent()) {
        deletion = Deletion.calledOff(why.get());
        return false;
      }
      if (!isNoneHere()) {
        return false;
      }
      if (!isOld()) {
        return true;
      }
    }
    // Called off it would be asked for again, and so for ever.
    throw new CleanupException(
        "expected to send a deletion within "
            + MOST_AGE.toSeconds()
            + " s after a look at what needs it, found "
            + MOST_LOOKS
            + " times that the registry took longer, or had us wait, to say whether anything has"
            + " changed, so that nothing more is deleted; clean up when it answers faster",
        null);
  }

  private boolean isNoneHere() throws IOException {
    deletion = own.look().orElse(null);
    return deletion == null;
  }

  /** Whether the asker's last look is too old for a deletion to be sent upon it. */
  boolean isOld() {
    return nanos.getAsLong() - looked > MOST_AGE.toNanos();
  }

  /** What came of the deletion, where it was called off. */
  Deletion deletion() {
    if (deletion == null) {
      throw new IllegalStateException("nothing was against it");
    }
    return deletion;
  }
}
