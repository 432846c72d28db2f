package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.TagMove.Outcome;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Optional;

/** One tag on its way back from the image to what it named before. */
final class WayBack {
  /** How long to wait before it looks again for a request that had no clear answer. */
  private static final long LATE_MILLIS = 500;

  /** Said of the new image where platforms are missing that were there. */
  static final String INCOMPLETE = ", which is incomplete there";

  private static final String LATE =
      "; may still name the new image: a request to move it was given up without a clear answer";

  private final Delivery delivery;
  private final ImageStore store;
  private final Digest image;
  private final String tag;
  private final Outcome known;
  private final boolean mayBeLate;
  private final Optional<RawManifest> before;
  private boolean stuck;
  private boolean othersTag;

  /**
   * @param known of the request that moves the tag
   * @param mayBeLate whether some request to move it may take effect yet
   * @param before what the tag named before; empty where it named nothing, or that is not known
   */
  WayBack(
      Delivery delivery,
      String tag,
      Outcome known,
      boolean mayBeLate,
      Optional<RawManifest> before) {
    this.delivery = delivery;
    this.store = delivery.store();
    this.image = delivery.image().digest();
    this.tag = tag;
    this.known = known;
    this.mayBeLate = mayBeLate;
    this.before = before;
  }

  /**
   * Where the way back ends.
   *
   * @param forward whether the tag stays with the new image
   * @param words what it names now
   */
  private record End(boolean forward, String words) {
    static End forward(String words) {
      return new End(true, words);
    }

    static End back(String words) {
      return new End(false, words);
    }

    /** A request that is late does not change what names the new image anyway. */
    String words(boolean mayBeLate) {
      return mayBeLate && !forward ? words + LATE : words;
    }
  }

  /**
   * Undoes the move, where there was one and nobody has moved the tag since.
   *
   * <p>Where a request may be late, the tag is looked at a second time and put back again. Even
   * where it has been seen to move, nobody can know whether that was the only request on its way.
   *
   * @return what the tag names now, in words
   */
  String go() throws IOException, InterruptedException {
    if (delivery.isHidden(tag)) {
      return leftWhereItIs().words(mayBeLate);
    }
    End end = back(names(), known);
    if (mayBeLate && !end.forward()) {
      Thread.sleep(LATE_MILLIS);
      Optional<Digest> now;
      try {
        now = names();
      } catch (HiddenTagException e) { // as a tag that was withdrawn may be
        return end.words(mayBeLate) + ", and it cannot be looked at again: " + e.getMessage();
      }
      if (now.equals(Optional.of(image))) {
        end = back(now, Outcome.MOVED);
      }
    }
    return end.words(mayBeLate);
  }

  /** Whether somebody else has moved the tag since. */
  boolean isOthers() {
    return othersTag;
  }

  /** Whether the tag, which is new, has stayed because its registry cannot drop it. */
  boolean isStuck() {
    return stuck;
  }

  /**
   * What it named before, if it existed, could not be seen: it is not put back, and a tag that was
   * not seen to be absent is never withdrawn.
   */
  private End leftWhereItIs() throws IOException {
    String unseen = "what it named before, if it existed, could not be seen, so it stays";
    if (known == Outcome.REFUSED) {
      return End.back("not moved; what it names cannot be seen");
    }
    try {
      Optional<Digest> now = names();
      if (now.equals(Optional.of(image))) {
        return namesImage(unseen);
      }
      if (known == Outcome.MOVED) {
        return movedBySomebodyElse(now);
      }
      return End.back(
          now.map(digest -> "not moved, names " + digest).orElse("not moved, does not exist"));
    } catch (HiddenTagException e) {
      return known == Outcome.MOVED ? namesImage(unseen) : End.forward(mayName(delivery, unseen));
    }
  }

  private Optional<Digest> names() throws IOException {
    try {
      return store.resolve(tag).map(Descriptor::digest);
    } catch (HiddenTagException e) {
      if (known != Outcome.MOVED || delivery.isHidden(tag) || !e.isByPolicy()) {
        throw e;
      }
      // It could be seen before we moved it: a policy hides what is new, as Harbor's of scans does.
      // A 403 may as well say that the tag is not there, or that our rights have ended.
      return Optional.of(image);
    }
  }

  /** A registry may still show what it named before; what we know to have moved goes back. */
  private End back(Optional<Digest> now, Outcome known) throws IOException {
    Optional<Digest> previous = delivery.previous(tag);
    boolean named = now.equals(Optional.of(image));
    if (!named && !now.equals(previous)) {
      return movedBySomebodyElse(now);
    }
    if (known == Outcome.REFUSED) {
      return named
          ? namesImage("another run has moved it there, so it stays")
          : notMoved(delivery, tag);
    }
    if (!named && known != Outcome.MOVED && (previous.isEmpty() || before.isEmpty())) {
      return notMoved(delivery, tag);
    }
    if (previous.isEmpty()) {
      return withdraw();
    }
    if (before.isEmpty()) {
      return namesImage("what it named before could not be read");
    }
    return store.putBack(tag, before.get(), image)
        ? End.back("put back" + namesBefore(delivery, tag))
        : movedBySomebodyElse(names());
  }

  private End withdraw() throws IOException {
    return switch (store.withdraw(tag, image)) {
      case DONE -> End.back("withdrawn");
      case IMPOSSIBLE -> {
        stuck = true;
        yield namesImage("this registry cannot drop a tag alone");
      }
      case MOVED -> movedBySomebodyElse(names());
    };
  }

  private End namesImage(String why) {
    String how = delivery.isIncomplete() ? INCOMPLETE : ", complete";
    return End.forward("names the new image" + how + ": " + why);
  }

  /** What is said of a tag that may have been moved and not put back. */
  static String mayName(Delivery delivery, String why) {
    return "may name the new image" + (delivery.isIncomplete() ? INCOMPLETE : "") + ": " + why;
  }

  private End movedBySomebodyElse(Optional<Digest> now) {
    othersTag = true;
    return End.back(
        "moved by somebody else meanwhile, names " + now.map(Digest::toString).orElse("-"));
  }

  private static End notMoved(Delivery delivery, String tag) {
    return End.back(untouched(delivery, tag));
  }

  /** What is said of a tag that has not been moved. */
  static String untouched(Delivery delivery, String tag) {
    return "not moved" + namesBefore(delivery, tag);
  }

  private static String namesBefore(Delivery delivery, String tag) {
    if (delivery.isHidden(tag)) {
      return ", what it names cannot be seen";
    }
    return delivery
        .previous(tag)
        .map(
            digest ->
                digest.equals(delivery.image().digest())
                    ? ", names the new image" + (delivery.isIncomplete() ? INCOMPLETE : "")
                    : ", names " + digest)
        .orElse(", does not exist");
  }
}
