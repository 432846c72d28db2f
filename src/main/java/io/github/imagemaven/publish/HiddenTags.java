package io.github.imagemaven.publish;

import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import java.io.IOException;

/**
 * Tags that a registry does not let us look at (403, or 412 of a policy). Such a tag may exist or
 * not: Artifactory says so of every tag that does not exist where a virtual repository has a part
 * that the account may not read, and others do until the repository exists. What is not known to be
 * absent is neither overwritten where it stands for a release nor withdrawn on the way back.
 */
final class HiddenTags {
  private HiddenTags() {}

  /**
   * Looks again now that the content is there, by digest, which takes the rights that were missing
   * as long as the repository did not exist.
   *
   * @throws PublicationException where a release may not be published because of what is seen, or
   *     because it still cannot be seen
   */
  static void lookAgain(Delivery delivery, Log log) throws IOException {
    for (String tag : delivery.tags()) {
      if (!delivery.isHidden(tag)) {
        continue;
      }
      delivery.look(tag);
      ImmutableTags.check(delivery, tag, "");
      String found = refuseOrFind(delivery, tag);
      if (!found.isEmpty()) {
        log.warn(
            "%s does not let us see what the tag %s names, and %s: it is moved without knowing, and stays moved if another tag cannot be. %s"
                .formatted(delivery.name(), tag, found, delivery.whyHidden(tag)));
      }
    }
  }

  /**
   * Refuses to move a version's tag that is still hidden, unless the registry's list of tags, which
   * it shows more readily, does not have it.
   *
   * @throws PublicationException where it has, or may not be seen either
   */
  static void check(Delivery delivery, String tag) throws IOException {
    if (delivery.isImmutable(tag)) {
      refuseOrFind(delivery, tag);
    }
  }

  /**
   * Whether a tag that is no version's is hidden: whatever it names, it could not name that again.
   * A hidden version's tag is moved only where the list of tags does not have it.
   */
  static boolean mayName(Delivery delivery, String tag) {
    return delivery.isHidden(tag) && !delivery.isImmutable(tag);
  }

  /** Why a tag may exist, from the list of tags; empty where it is not hidden or not listed. */
  private static String refuseOrFind(Delivery delivery, String tag) throws IOException {
    if (!delivery.isHidden(tag)) {
      return "";
    }
    String found = whyItMayExist(delivery, tag);
    if (!found.isEmpty() && delivery.isImmutable(tag)) {
      throw new PublicationException(
          Code.PUBLICATION,
          "%s:%s is a released version that must not be overwritten, and what it names cannot be seen, though %s. Give the account the right to read there, or publish under a new version. %s"
              .formatted(delivery.name(), tag, found, delivery.whyHidden(tag)),
          null);
    }
    return found;
  }

  private static String whyItMayExist(Delivery delivery, String tag) throws IOException {
    try {
      return delivery.store().lists(tag) ? "the list of tags has it" : "";
    } catch (ImageException e) {
      return "it may exist, since the list of tags cannot be read (" + e.getMessage() + ")";
    }
  }
}
