package io.github.imagemaven.registry;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A deletion that never goes out upon an old look. It may have to be repeated, or to wait: for a
 * permit, a token, or for {@linkplain Retries#MOST_WAIT ten minutes} because the host says so.
 * {@link TagLook} does the same for a tag, at which this room can look by itself.
 */
final class RecheckedDeletion {
  private final Time time;
  private final Recheck recheck;
  private Instant looked;
  private boolean old;
  private @Nullable TransientFailure late;

  /** Made when the caller has looked. */
  RecheckedDeletion(Time time, Recheck recheck) {
    this.time = time;
    this.recheck = recheck;
    this.looked = time.now();
  }

  /** The request. */
  interface Request<T> {
    /**
     * Sends it.
     *
     * @param gate asked just before it goes out
     */
    T send(Exchange.Gate gate) throws TransientFailure, IOException, InterruptedException;
  }

  /**
   * One attempt.
   *
   * @return empty where it may not go any more
   */
  <T> Optional<T> attempt(Request<T> request)
      throws TransientFailure, IOException, InterruptedException {
    for (int looks = 1; ; looks++) {
      if (old) {
        if (!recheck.mayStillGo()) {
          return Optional.empty();
        }
        looked = time.now();
        old = false;
      }
      try {
        return Optional.of(request.send(this::checkAge));
      } catch (TransientFailure e) {
        old = true;
        if (e != late || looks >= TagLook.MOST_LOOKS) {
          throw e;
        }
      }
    }
  }

  private void checkAge() throws TransientFailure {
    if (time.now().isAfter(looked.plus(TagLook.MOST_AGE))) {
      late =
          TransientFailure.of(
              "nothing could be sent within %d s after a look at what needs it"
                  .formatted(TagLook.MOST_AGE.toSeconds()),
              null);
      throw late;
    }
  }
}
