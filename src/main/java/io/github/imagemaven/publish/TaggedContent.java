package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.HiddenTagException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks after the content that tags name, while they move: somebody's clean-up may run meanwhile,
 * and an index must not be named without its parts.
 */
final class TaggedContent {
  private final ContentCopy.Shared shared;

  TaggedContent(ContentCopy.Shared shared) {
    this.shared = shared;
  }

  /**
   * The platforms that a destination has lost. One that it does not let us look at any more is not
   * lost: its limit of requests, or our rights, may have ended meanwhile.
   */
  List<Child> missing(Delivery delivery) throws IOException {
    List<Child> missing = new ArrayList<>();
    for (Child child : delivery.image().children()) {
      try {
        if (!delivery.store().stillHas(child.raw().digest())) {
          missing.add(child);
        }
      } catch (HiddenTagException e) {
        shared
            .log()
            .warn(
                "%s: %s was there and may not be looked at any more; it is taken to be there. %s"
                    .formatted(delivery.name(), child.raw().digest(), e.getMessage()));
      }
    }
    return missing;
  }

  /** Sends what a destination has lost, and waits until it is there. */
  void sendAgain(Delivery delivery, List<Child> missing) throws IOException {
    for (Child child : missing) {
      shared
          .log()
          .warn(
              "%s: %s was there and is gone, sending it again"
                  .formatted(delivery.name(), child.raw().digest()));
    }
    new ContentCopy(delivery, shared).run();
    for (Child child : missing) {
      shared.visibility().await(delivery.store(), child.raw().digest());
    }
  }

  /** What a tag names now that it has moved, with patience where that is what it named before. */
  Optional<Digest> readBack(Delivery delivery, String tag) throws IOException {
    return shared.visibility().named(delivery, tag);
  }

  /**
   * Waits a little and sends what a registry says it lacks.
   *
   * @param attempt the how-manieth refusal this is, from 1
   */
  void complete(Delivery delivery, BlobUnknownException refusal, int attempt) throws IOException {
    new ContentCopy(delivery, shared).complete(refusal, attempt);
  }
}
