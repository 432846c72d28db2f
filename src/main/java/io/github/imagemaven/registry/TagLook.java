package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import java.util.Optional;

/**
 * The look at a tag before a request that changes it is repeated. Whoever asked for the change has
 * looked just before; a registry that says how long to wait makes that up to {@linkplain
 * Retries#MOST_WAIT ten minutes} ago.
 */
final class TagLook {
  private final Exchange exchange;
  private final Manifests manifests;
  private final String tag;
  private final Scopes scopes;
  private boolean due;

  /**
   * @param scopes what the change needs, so that the look needs no token of its own
   */
  TagLook(Exchange exchange, Manifests manifests, String tag, Scopes scopes) {
    this.exchange = exchange;
    this.manifests = manifests;
    this.tag = tag;
    this.scopes = scopes;
  }

  /**
   * Whether the caller's look is old: always but for the first attempt, and for that one too where
   * the host has everybody wait. Asked once an attempt.
   */
  boolean isDue() {
    boolean repeated = due;
    due = true;
    return repeated || exchange.host().sharedWait().isOn();
  }

  /**
   * What the tag names.
   *
   * @throws TransientFailure where it could not be looked; the change is not in doubt through that
   * @throws HiddenTagException where it is forbidden to look, as {@link Manifests#head}
   */
  Optional<Digest> names() throws TransientFailure, InterruptedException {
    try {
      return manifests.head(tag, scopes).map(Descriptor::digest);
    } catch (TransientFailure e) {
      throw e.unsent();
    } catch (UnansweredException e) {
      throw e.unsent();
    }
  }

  TagMovedException moved(String expected, Optional<Digest> found) {
    return new TagMovedException(exchange.repository(), tag, expected, found);
  }
}
