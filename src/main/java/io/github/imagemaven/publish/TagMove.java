package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One tag in one destination: forward to the image, and back to what it named before. */
final class TagMove {
  /** How long the way back waits for a request of the way forward that was given up. */
  private static final long STRAGGLER_MILLIS = 1000;

  /** How long the way back waits before it looks again for a request that had no answer. */
  private static final long LATE_MILLIS = 500;

  private static final String LATE =
      "; may still name the new image: the request to move it was given up without a clear answer";

  private final Delivery delivery;
  private final ImageStore store;
  private final Digest image;
  private final String tag;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<RawManifest> before = Optional.empty();
  private boolean givenUp;
  private boolean inDoubt;
  private volatile Outcome outcome = Outcome.NOT_BEGUN;

  /** What is known of the request that moves the tag. */
  private enum Outcome {
    /** None was sent. */
    NOT_BEGUN,
    /**
     * One was sent and has no clear answer: none at all, or one of a gateway that gave up. It may
     * take effect at any time, even after we are gone.
     */
    UNKNOWN,
    /** The destination answered that it does not: what the tag names is none of our doing. */
    REFUSED,
    /** The destination answered that it did. */
    MOVED
  }

  TagMove(Delivery delivery, String tag) {
    this.delivery = delivery;
    this.store = delivery.store();
    this.image = delivery.image().digest();
    this.tag = tag;
  }

  Delivery delivery() {
    return delivery;
  }

  String tag() {
    return tag;
  }

  /** Whether the destination said that the tag has moved. */
  boolean moved() {
    return outcome == Outcome.MOVED;
  }

  /**
   * Moves the tag. What it names is asked again just before, since others may have moved it, and
   * what it would have to go back to is fetched first, so that the way back needs nobody else.
   *
   * @param content asked to complete the image where the registry says that it lacks a part
   * @throws PublicationException where it stands for a release and names another image
   */
  void forward(TaggedContent content) throws IOException {
    Optional<Descriptor> named = delivery.look(tag);
    if (delivery.isNamed(tag)) {
      return;
    }
    ImmutableTags.check(delivery, tag, "");
    HiddenTags.check(delivery, tag);
    if (named.isPresent()) {
      try {
        before = store.manifest(named.get().digest().toString());
      } catch (HiddenTagException e) {
        delivery.hide(tag, e);
      }
    }
    begin();
    try {
      put(content);
      outcome = Outcome.MOVED;
    } catch (RegistryException e) {
      inDoubt |= e.isInDoubt();
      if (!inDoubt) {
        outcome = Outcome.REFUSED;
      }
      throw e;
    } finally {
      ended.countDown();
    }
  }

  private void put(TaggedContent content) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        store.tag(tag, delivery.image().index());
        return;
      } catch (BlobUnknownException e) {
        inDoubt |= e.isInDoubt();
        if (attempt == ContentCopy.MANIFEST_ATTEMPTS) {
          throw e;
        }
        content.complete(delivery, e, attempt);
      }
    }
  }

  /** From here on the tag may have moved; not after somebody has gone back. */
  private synchronized void begin() throws InterruptedIOException {
    if (givenUp) {
      throw new InterruptedIOException("interrupted");
    }
    outcome = Outcome.UNKNOWN;
  }

  private synchronized boolean giveUp() {
    givenUp = true;
    return outcome != Outcome.NOT_BEGUN;
  }

  /**
   * Undoes the move, where there was one and nobody has moved the tag since.
   *
   * @return what the tag names now, in words
   */
  String back() {
    if (!giveUp()) {
      return "not moved" + namesBefore();
    }
    try {
      boolean ended = this.ended.await(STRAGGLER_MILLIS, TimeUnit.MILLISECONDS);
      Outcome known = outcome;
      if (delivery.isHidden(tag)) {
        return leftWhereItIs(known);
      }
      if (known != Outcome.UNKNOWN || (ended && store.repository().isEmpty())) {
        return back(names(), known);
      }
      return backFromTheUnknown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "may name the new image: no time was left to put it back";
    } catch (IOException | RuntimeException | Error e) { // one tag must not keep others from going
      return "may name the new image: it could not be put back ("
          + (e instanceof ImageException ? e.getMessage() : e.toString())
          + ")";
    }
  }

  /**
   * What it named before, if it existed, could not be seen: it is not put back, and a tag that was
   * not seen to be absent is never withdrawn.
   */
  private String leftWhereItIs(Outcome known) throws IOException {
    String unseen = "what it named before, if it existed, could not be seen, so it stays";
    if (known == Outcome.REFUSED) {
      return "not moved; what it names cannot be seen";
    }
    try {
      Optional<Digest> now = names();
      if (now.equals(Optional.of(image))) {
        return "names the new image, complete: " + unseen;
      }
      if (known == Outcome.MOVED) {
        return movedByAnother(now);
      }
      return now.map(digest -> "not moved, names " + digest).orElse("not moved, does not exist")
          + LATE;
    } catch (HiddenTagException e) {
      return (known == Outcome.MOVED
              ? "names the new image, complete: "
              : "may name the new image: ")
          + unseen;
    }
  }

  private Optional<Digest> names() throws IOException {
    return store.resolve(tag).map(Descriptor::digest);
  }

  /**
   * Puts back what is there now, waits for a request that is late, and puts back again. Once the
   * tag has been seen to move, the request has had its effect; until then nobody can know.
   */
  private String backFromTheUnknown() throws IOException, InterruptedException {
    Optional<Digest> now = names();
    if (now.equals(Optional.of(image))) {
      return back(now, Outcome.MOVED);
    }
    String first = back(now, Outcome.UNKNOWN);
    Thread.sleep(LATE_MILLIS);
    now = names();
    if (now.equals(Optional.of(image))) {
      return back(now, Outcome.MOVED);
    }
    return first + LATE;
  }

  /** A registry may still show what it named before; what we know to have moved goes back. */
  private String back(Optional<Digest> now, Outcome known) throws IOException {
    Optional<Digest> previous = delivery.previous(tag);
    boolean named = now.equals(Optional.of(image));
    if (!named && !now.equals(previous)) {
      return movedByAnother(now);
    }
    if (known == Outcome.REFUSED) {
      return named
          ? "names the new image, complete: another run has moved it there, so it stays"
          : "not moved" + namesBefore();
    }
    boolean mayHaveMoved = named || known == Outcome.MOVED;
    if (previous.isEmpty()) {
      return mayHaveMoved ? withdraw() : "not moved" + namesBefore();
    }
    if (!mayHaveMoved && before.isEmpty()) {
      return "not moved" + namesBefore();
    }
    if (before.isEmpty()) {
      return "names the new image, complete: what it named before could not be read";
    }
    return store.putBack(tag, before.get(), image)
        ? "put back" + namesBefore()
        : movedByAnother(names());
  }

  private static String movedByAnother(Optional<Digest> now) {
    return "moved by somebody else meanwhile, names " + now.map(Digest::toString).orElse("-");
  }

  private String withdraw() throws IOException {
    return store.untag(tag)
        ? "withdrawn"
        : "names the new image, complete: this registry cannot drop a tag alone";
  }

  private String namesBefore() {
    if (delivery.isHidden(tag)) {
      return ", what it names cannot be seen";
    }
    return delivery
        .previous(tag)
        .map(digest -> digest.equals(image) ? ", names the new image" : ", names " + digest)
        .orElse(", does not exist");
  }
}
