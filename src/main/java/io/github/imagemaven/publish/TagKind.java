package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Tag;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The kinds of tags in the order they move, so that nothing points at a release which has no name
 * of its own yet.
 */
public enum TagKind {
  /** Stands for a release. */
  VERSION,

  /** Any other. */
  OTHER,

  /** {@code latest}. */
  LATEST;

  /**
   * Tags in the order they move; those of one kind stay in theirs.
   *
   * @param isVersion whether a tag stands for a release
   */
  public static List<String> inOrder(Collection<String> tags, Predicate<String> isVersion) {
    return tags.stream().sorted(Comparator.comparing(tag -> of(tag, isVersion))).toList();
  }

  private static TagKind of(String tag, Predicate<String> isVersion) {
    if (tag.equals(Tag.LATEST)) {
      return LATEST;
    }
    return isVersion.test(tag) ? VERSION : OTHER;
  }

  static TagKind of(Delivery delivery, String tag) {
    return of(tag, delivery::isImmutable);
  }

  /** A delivery's tags of this kind, in its order. */
  List<String> among(Delivery delivery) {
    return delivery.tags().stream().filter(tag -> of(delivery, tag) == this).toList();
  }

  /** A delivery's tags of all kinds in the order they move. */
  static List<String> inOrder(Delivery delivery) {
    return inOrder(delivery.tags(), delivery::isImmutable);
  }
}
