package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;

/** A released version is published once: its tag never comes to name another image. */
final class ImmutableTags {
  private ImmutableTags() {}

  /**
   * Refuses to move a version's tag.
   *
   * @param notInstead why the image that it names is not published instead of ours; may be empty
   * @throws PublicationException where it names another image
   */
  static void check(Delivery delivery, String tag, String notInstead) {
    boolean other = delivery.previous(tag).isPresent() && !delivery.isNamed(tag);
    if (other && delivery.isImmutable(tag)) {
      throw new PublicationException(
          Code.PUBLICATION,
          delivery.name()
              + ":"
              + tag
              + " is a released version and names "
              + delivery.previous(tag).get()
              + ", this build is "
              + delivery.image().digest()
              + (notInstead.isEmpty() ? "" : "; " + notInstead)
              + ": publish under a new version, or delete that tag in the registry if nobody may"
              + " have used it",
          null);
    }
  }
}
