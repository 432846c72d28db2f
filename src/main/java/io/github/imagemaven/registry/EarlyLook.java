package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import java.time.Duration;
import java.util.Optional;

/**
 * A look at a tag whose answer nobody needs, so that there is a connection and, where the host
 * wants one, a token.
 */
final class EarlyLook {
  private final SharedWait hostWait;
  private final Manifests manifests;
  private final Scopes push;

  EarlyLook(Exchange exchange) {
    this.hostWait = exchange.host().sharedWait();
    this.manifests = new Manifests(exchange.greeting(), true);
    this.push = Scopes.of(exchange.repository().path(), "pull", "push");
  }

  /**
   * Looks once. Where the host says how long to wait, whoever comes later waits; but not where
   * nobody would: that one asks, and is told.
   */
  Optional<Descriptor> at(String tag) throws TransientFailure, InterruptedException {
    try {
      return manifests.head(tag, push);
    } catch (TransientFailure e) {
      Duration asked = e.asked();
      if (e.isOfTheHost() && asked != null && asked.compareTo(Retries.MOST_WAIT) <= 0) {
        hostWait.extendBy(asked);
      }
      throw e;
    }
  }
}
