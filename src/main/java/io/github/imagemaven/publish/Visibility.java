package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Patience with registries that do not show at once what they have just accepted, as GHCR's users
 * report of seconds.
 *
 * @param attempts how often to look, at least 1
 * @param first the wait before the second look; it doubles from there, to 4 s at most
 */
record Visibility(int attempts, Duration first) {
  private static final Duration LONGEST = Duration.ofSeconds(4);

  /** Looks for about 20 s. */
  static Visibility standard() {
    return new Visibility(9, Duration.ofMillis(250));
  }

  /**
   * Waits until a manifest can be read back.
   *
   * @throws PublicationException where it cannot
   */
  void await(ImageStore store, Digest manifest) throws IOException {
    if (!isVisible(store, manifest)) {
      throw new PublicationException(
          Code.PUBLICATION,
          store.name()
              + " accepted "
              + manifest
              + " and does not have it when asked "
              + attempts
              + " times: run again in a few minutes",
          null);
    }
  }

  /** Whether a manifest can be read back within this patience. */
  boolean isVisible(ImageStore store, Digest manifest) throws IOException {
    for (int attempt = 1; ; attempt++) {
      if (has(store, manifest)) {
        return true;
      }
      if (attempt >= attempts) {
        return false;
      }
      pause(attempt);
    }
  }

  /**
   * What a tag names after it has moved. Where that is what it named before, the registry may not
   * show the move yet, and is asked again.
   *
   * @throws HiddenTagException where it does not let us see
   */
  Optional<Digest> named(Delivery delivery, String tag) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Optional<Digest> now = delivery.store().resolve(tag).map(Descriptor::digest);
        boolean moved = now.equals(Optional.of(delivery.image().digest()));
        if (moved || attempt >= attempts || !now.equals(delivery.previous(tag))) {
          return now;
        }
      } catch (HiddenTagException e) {
        if (attempt >= attempts) {
          throw e;
        }
      }
      pause(attempt);
    }
  }

  /** Whether a store holds a manifest, asked once. */
  static boolean has(ImageStore store, Digest manifest) throws IOException {
    return store.hasManifest(manifest);
  }

  /** The wait after the how-manieth look. */
  void pause(int attempt) throws GivenUpException {
    Duration wait = first.multipliedBy(1L << Math.min(attempt - 1, 10));
    try {
      Thread.sleep((wait.compareTo(LONGEST) > 0 ? LONGEST : wait).toMillis());
    } catch (InterruptedException e) {
      throw GivenUpException.waitingFor("a registry to show what it has", e);
    }
  }
}
