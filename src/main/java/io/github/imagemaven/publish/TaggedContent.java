package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.registry.BlobUnknownException;
import java.io.IOException;
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

  /** Sees to it, once the tags of a destination have moved, that the platforms are there. */
  void check(Delivery delivery) throws IOException {
    for (Child child : delivery.image().children()) {
      Digest digest = child.raw().digest();
      if (!Visibility.has(delivery.store(), digest)) {
        shared
            .log()
            .warn(delivery.name() + ": " + digest + " was there and is gone, sending it again");
        new ContentCopy(delivery, shared).run();
        shared.visibility().await(delivery.store(), digest);
      }
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
