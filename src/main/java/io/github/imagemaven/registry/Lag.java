package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RepositoryName;
import java.time.Duration;
import java.util.Optional;

/** GHCR shows what was just pushed only after some seconds. */
final class Lag {
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final RegistryHost host;
  private final RepositoryName repository;
  private final Duration wait;

  /**
   * @param firstDelay the wait after a first failure, not exceeded
   */
  Lag(RegistryHost host, RepositoryName repository, Duration firstDelay) {
    this.host = host;
    this.repository = repository;
    this.wait = firstDelay.compareTo(WAIT) < 0 ? firstDelay : WAIT;
  }

  /**
   * What was found.
   *
   * @throws TransientFailure where nothing was, though it was put in this run, and another attempt
   *     follows
   */
  <T> Optional<T> awaited(Optional<T> found, String selector, boolean last)
      throws TransientFailure {
    if (found.isEmpty() && !last && host.wasPushed(repository, selector)) {
      throw of("what was just pushed is not seen yet");
    }
    return found;
  }

  TransientFailure of(String reason) {
    return TransientFailure.lag(reason, wait);
  }
}
