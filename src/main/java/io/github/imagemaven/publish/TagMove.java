package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.WayBack.End;
import io.github.imagemaven.publish.WayBack.Names;
import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Optional;

/** One tag in one destination: forward to the image, and {@linkplain WayBack back}. */
final class TagMove {
  private final Delivery delivery;
  private final ImageStore store;
  private final String tag;
  private final MoveRequest request = new MoveRequest();
  private volatile Optional<RawManifest> before = Optional.empty();
  private volatile boolean oneWay;
  private volatile Names names = Names.UNKNOWN;

  TagMove(Delivery delivery, String tag) {
    this.delivery = delivery;
    this.store = delivery.store();
    this.tag = tag;
  }

  Delivery delivery() {
    return delivery;
  }

  boolean isInRegistry() {
    return store.repository().isPresent();
  }

  String tag() {
    return tag;
  }

  /**
   * Moves the tag unless it {@linkplain #isOneWay could not be put back}. What it names is asked
   * again just before, since others may have moved it, and what it would have to go back to is
   * fetched first, so that the way back needs nobody else.
   *
   * @param content asked to complete the image where the registry says that it lacks a part
   * @throws PublicationException where it stands for a release and names another image, or the
   *     guard does not let it leave what it names now
   */
  void forward(TaggedContent content) throws IOException {
    if (isToMove() && !oneWay) {
      put(content);
    }
  }

  /**
   * {@link #forward} also where the tag is seen to name the image: a registry may show for a while
   * what has just been put back. But not where it {@linkplain #isOthers names something else} than
   * the last time, by which this run has decided that it comes along.
   */
  void forwardAgain(TaggedContent content) throws IOException {
    boolean wasSeen = !delivery.isHidden(tag);
    Optional<Digest> last = delivery.previous(tag);
    isToMove();
    boolean same = delivery.previous(tag).equals(last) || delivery.isNamed(tag);
    if (wasSeen && !same && !delivery.isHidden(tag)) {
      names = Names.OTHERS;
    } else if (!oneWay) {
      put(content);
    }
  }

  /** {@link #forward} also where it could not be put back. */
  void forwardOneWay(TaggedContent content) throws IOException {
    if (isToMove()) {
      put(content);
    }
  }

  /**
   * Whether it was seen that the tag could not be put back, and was not moved therefore: what it
   * names may not be read there (403), or has gone, or is itself hidden.
   */
  boolean isOneWay() {
    return oneWay;
  }

  /** What the tag names that could not be named again, in words. */
  String whatIsLost() {
    return "%s:%s names %s, which cannot be read there: the tag moves after all others, and could not be put back"
        .formatted(
            delivery.name(), tag, delivery.previous(tag).map(Digest::toString).orElse("nothing"));
  }

  private boolean isToMove() throws IOException {
    Optional<Descriptor> named = delivery.look(tag);
    if (delivery.isNamed(tag)) {
      oneWay = false;
      return false;
    }
    ImmutableTags.check(delivery, tag, "");
    HiddenTags.check(delivery, tag);
    delivery.guard().check(delivery, tag);
    before = named.isPresent() ? read(named.get().digest()) : Optional.empty();
    oneWay = (named.isPresent() && before.isEmpty()) || HiddenTags.mayName(delivery, tag);
    return true;
  }

  private Optional<RawManifest> read(Digest named) throws IOException {
    try {
      return store.manifest(named.toString());
    } catch (HiddenTagException e) {
      return Optional.empty();
    }
  }

  private void put(TaggedContent content) throws IOException {
    try {
      for (int attempt = 1; ; attempt++) {
        request.begin();
        try {
          Digest seen = delivery.previous(tag).orElse(null);
          request.moved(store.tag(tag, delivery.image().index(), seen));
          return;
        } catch (RegistryException e) {
          request.failed(e);
          if (!(e instanceof BlobUnknownException lacking)) {
            throw e;
          }
          delivery.refuses(true);
          if (attempt == ContentCopy.MANIFEST_ATTEMPTS) {
            throw e;
          }
          content.complete(delivery, lacking, attempt);
          delivery.refuses(false);
          if (!isToMove()) { // that may have taken minutes
            return;
          }
        }
      }
    } finally {
      request.end();
    }
  }

  /**
   * Undoes the move, where there was one and nobody has moved the tag since.
   *
   * @return what the tag names now, in words
   */
  String back() {
    return back("");
  }

  /**
   * Undoes no move that has been seen, because a tag that comes after it stays.
   *
   * @param why the tag stays
   * @return what the tag names now, in words
   */
  String stay(String why) {
    return back(why);
  }

  private String back(String whyNot) {
    if (!request.giveUp()) {
      names = Names.OLD;
      return WayBack.untouched(delivery, tag);
    }
    try {
      boolean ended = request.awaitEnd();
      Outcome known = request.outcome();
      names = known == Outcome.MOVED ? Names.NEW : Names.UNKNOWN; // should the way back fail
      WayBack way = new WayBack(delivery, tag, known, mayBeLate(known, ended), before);
      boolean stays = !whyNot.isEmpty() && known == Outcome.MOVED;
      End end = stays ? way.stay(whyNot) : way.go();
      names = end.names();
      return end.words();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return WayBack.mayName(delivery, "no time was left to put it back");
    } catch (IOException | RuntimeException | Error e) { // one tag must not keep others from going
      String reason = e instanceof ImageException ? e.getMessage() : e.toString();
      return WayBack.mayName(delivery, "it could not be put back (" + reason + ")");
    }
  }

  /** Whether the tag names the new image after its {@linkplain #back way back}. */
  boolean isNew() {
    return names == Names.NEW || names == Names.STUCK;
  }

  /** Whether the registry gave the tag no {@linkplain #back way back}. */
  boolean isStuck() {
    return names == Names.STUCK;
  }

  /** Whether it was found after {@link #forward} that somebody else has moved the tag. */
  boolean isOthers() {
    return names == Names.OTHERS;
  }

  /** Whether it has been seen to move, and did not exist before. */
  boolean hasMadeTag() {
    boolean isNew = delivery.previous(tag).isEmpty() && !delivery.isHidden(tag);
    return request.outcome() == Outcome.MOVED && isNew;
  }

  /** Whether a request to move it is on its way. */
  boolean isUnanswered() {
    return request.isUnanswered();
  }

  /** Whether a request may take effect yet; nothing of a layout does once the work has ended. */
  private boolean mayBeLate(Outcome known, boolean ended) {
    boolean settled = ended && store.repository().isEmpty();
    return !settled && (request.isInDoubt() || known == Outcome.UNKNOWN);
  }
}
