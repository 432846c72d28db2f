package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The look at a tag before a request that changes it. Whoever asked for the change has looked
 * before; but that may be long ago, since what the tag named was read meanwhile, and the change may
 * have to be repeated, or to wait: for a permit, a token, or for {@linkplain Retries#MOST_WAIT ten
 * minutes} because the host says so. What an old look has seen may be another run's by now.
 */
final class TagLook {
  /** No request that changes a tag goes out later than this after the look. */
  static final Duration MOST_AGE = Recheck.MOST_AGE;

  /** Looks in one attempt, each of which became old before the change could be sent. */
  static final int MOST_LOOKS = 10;

  private final Exchange exchange;
  private final Manifests manifests;
  private final String tag;
  private final Scopes scopes;
  private final Time time;
  private Instant looked;
  private boolean old;
  private @Nullable TransientFailure late;

  /**
   * Made when the caller has looked.
   *
   * @param scopes what the change needs, so that the look needs no token of its own
   */
  TagLook(Exchange exchange, Manifests manifests, String tag, Scopes scopes) {
    this.exchange = exchange;
    this.manifests = manifests;
    this.tag = tag;
    this.scopes = scopes;
    this.time = exchange.host().time();
    this.looked = exchange.host().tags().looked(exchange.repository(), tag);
  }

  /** A change of the tag. */
  interface Change<T> {
    /**
     * Looks, and says whether the change is still to be made.
     *
     * @param looking for {@link #names}
     * @throws TagMovedException where it is not
     * @throws TransientFailure where that cannot be said yet
     */
    void check(Manifests looking) throws TransientFailure, InterruptedException;

    /**
     * Makes it, with one request.
     *
     * @param guarded refuses to send it where the look has become old
     */
    T send(Exchange guarded) throws TransientFailure, InterruptedException;
  }

  /**
   * One attempt at a change. It looks before: at every attempt but the first, and at that one too
   * where it has had to wait. Look and change have one permit, so that they do not queue twice.
   */
  <T> T attempt(Change<T> change) throws TransientFailure, InterruptedException {
    return exchange.hold(
        (permitted, queued) -> {
          old |= queued;
          return attempt(change, permitted);
        });
  }

  private <T> T attempt(Change<T> change, Exchange permitted)
      throws TransientFailure, InterruptedException {
    Manifests looking = manifests.through(permitted);
    Exchange guarded = permitted.guarded(this::checkAge);
    for (int looks = 1; ; looks++) {
      if (old) {
        change.check(looking);
        looked = time.now();
        old = false;
      }
      try {
        return change.send(guarded);
      } catch (TransientFailure e) {
        old = true;
        if (e != late || looks >= MOST_LOOKS) {
          throw e;
        }
      }
    }
  }

  private void checkAge() throws TransientFailure {
    if (time.now().isAfter(looked.plus(MOST_AGE))) {
      late =
          TransientFailure.of(
              "nothing could be sent within %d s after a look at the tag"
                  .formatted(MOST_AGE.toSeconds()),
              null);
      throw late;
    }
  }

  /**
   * What the tag names.
   *
   * @throws TransientFailure where it could not be looked; the change is not in doubt through that
   * @throws HiddenTagException where it is forbidden to look, as {@link Manifests#head}
   */
  Optional<Digest> names(Manifests looking) throws TransientFailure, InterruptedException {
    try {
      return looking.head(tag, scopes).map(Descriptor::digest);
    } catch (TransientFailure e) {
      throw e.unsent();
    } catch (UnansweredException e) {
      throw e.unsent();
    }
  }

  TagMovedException moved(String expected, Optional<Digest> found) {
    return new TagMovedException(exchange.repository().toString(), tag, expected, found);
  }
}
