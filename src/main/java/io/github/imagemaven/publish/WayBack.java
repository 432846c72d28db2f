package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Optional;

/** One tag on its way back from the image to what it named before. */
final class WayBack {
  /** How long to wait before it looks again for a request that had no clear answer. */
  private static final long LATE_MILLIS = 500;

  /** Said of the new image where parts are missing that were there. */
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

  /** Whose image the tag names at the end. */
  enum Names {
    /** What it named before, or nothing. */
    OLD,
    /** Ours, or what it named before: nobody knows. */
    UNKNOWN,
    /** Ours. */
    NEW,
    /** Ours, since its registry does not let it go back. */
    STUCK,
    /** What somebody else has made it name since. */
    OTHERS
  }

  /**
   * Where the way back ends.
   *
   * @param words what the tag names now
   */
  record End(Names names, String words) {
    boolean mayBeNew() {
      return names == Names.NEW || names == Names.STUCK || names == Names.UNKNOWN;
    }

    /** Another request may be late, which does not change what names the new image anyway. */
    End late(boolean mayBeLate) {
      return mayBeLate && !mayBeNew() ? new End(names, words + LATE) : this;
    }
  }

  /**
   * Undoes the move, where there was one and nobody has moved the tag since.
   *
   * <p>Where a request may be late, the tag is looked at a second time and put back again. Even
   * where it has been seen to move, nobody can know whether that was the only request on its way.
   *
   * @return what the tag names now
   */
  End go() throws IOException, InterruptedException {
    if (delivery.isHidden(tag)) {
      return leftWhereItIs().late(mayBeLate);
    }
    End end = back(names(), known);
    if (mayBeLate && !end.mayBeNew()) {
      Thread.sleep(LATE_MILLIS);
      Optional<Digest> now;
      try {
        now = names();
      } catch (HiddenTagException e) { // as a tag that was withdrawn may be
        String unseen = ", and it cannot be looked at again: " + e.getMessage();
        return new End(end.names(), end.late(mayBeLate).words() + unseen);
      }
      if (now.equals(Optional.of(image))) {
        end = back(now, Outcome.MOVED);
      }
    }
    return end.late(mayBeLate);
  }

  /**
   * Leaves it where it has moved, unless somebody else has moved it since.
   *
   * @param why in words
   */
  End stay(String why) throws IOException {
    Optional<Digest> now = delivery.isHidden(tag) ? Optional.of(image) : names();
    boolean others = !now.equals(Optional.of(image)) && !now.equals(delivery.previous(tag));
    return others ? movedBySomebodyElse(now) : namesImage(Names.NEW, why + ", so it stays as well");
  }

  /**
   * What it named before, if it existed, could not be seen: it is not put back, and a tag that was
   * not seen to be absent is never withdrawn.
   */
  private End leftWhereItIs() throws IOException {
    String unseen = "what it named before, if it existed, could not be seen, so it stays";
    if (known == Outcome.REFUSED) {
      return new End(Names.OLD, "not moved; what it names cannot be seen");
    }
    try {
      Optional<Digest> now = names();
      if (now.equals(Optional.of(image))) {
        return namesImage(Names.NEW, unseen);
      }
      if (known == Outcome.MOVED) {
        return movedBySomebodyElse(now);
      }
      return new End(
          Names.OLD,
          now.map(digest -> "not moved, names " + digest).orElse("not moved, does not exist"));
    } catch (HiddenTagException e) {
      return known == Outcome.MOVED
          ? namesImage(Names.NEW, unseen)
          : new End(Names.UNKNOWN, mayName(delivery, unseen));
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
          ? namesImage(Names.NEW, "another run has moved it there, so it stays")
          : notMoved(delivery, tag);
    }
    if (!named && known != Outcome.MOVED && (previous.isEmpty() || before.isEmpty())) {
      return notMoved(delivery, tag);
    }
    if (previous.isPresent() && before.isEmpty()) {
      return namesImage(Names.NEW, "what it named before could not be read");
    }
    try {
      return before.isPresent() ? putBack(before.get()) : withdraw();
    } catch (RegistryException e) {
      if (e.isInDoubt() || e instanceof HiddenTagException) { // the request may have been done
        throw e;
      }
      if (!named && known != Outcome.MOVED) { // and is not known to have moved: so it stays
        return notMoved(delivery, tag);
      }
      return namesImage(Names.STUCK, "it could not be put back (" + e.getMessage() + ")");
    }
  }

  private End putBack(RawManifest manifest) throws IOException {
    return store.putBack(tag, manifest, image)
        ? new End(Names.OLD, "put back" + namesBefore(delivery, tag))
        : movedBySomebodyElse(names());
  }

  private End withdraw() throws IOException {
    return switch (store.withdraw(tag, image)) {
      case DONE -> new End(Names.OLD, "withdrawn");
      case IMPOSSIBLE -> namesImage(Names.STUCK, "this registry cannot drop a tag alone");
      case MOVED -> movedBySomebodyElse(names());
    };
  }

  private End namesImage(Names names, String why) {
    String how = delivery.isDoubtful() ? INCOMPLETE : ", complete";
    return new End(names, "names the new image" + how + ": " + why);
  }

  /** What is said of a tag that may have been moved and not put back. */
  static String mayName(Delivery delivery, String why) {
    return "may name the new image" + (delivery.isDoubtful() ? INCOMPLETE : "") + ": " + why;
  }

  static End movedBySomebodyElse(Optional<Digest> now) {
    return new End(
        Names.OTHERS,
        "moved by somebody else meanwhile, names " + now.map(Digest::toString).orElse("-"));
  }

  private static End notMoved(Delivery delivery, String tag) {
    return new End(Names.OLD, untouched(delivery, tag));
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
