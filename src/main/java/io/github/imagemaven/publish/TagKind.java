package io.github.imagemaven.publish;

import java.util.Comparator;
import java.util.List;

/** The kinds of tags in the order they move. */
enum TagKind {
  VERSION,
  OTHER,
  LATEST;

  static TagKind of(Delivery delivery, String tag) {
    if (tag.equals("latest")) {
      return LATEST;
    }
    return delivery.isImmutable(tag) ? VERSION : OTHER;
  }

  /** A delivery's tags of this kind, in its order. */
  List<String> among(Delivery delivery) {
    return delivery.tags().stream().filter(tag -> of(delivery, tag) == this).toList();
  }

  /** A delivery's tags of all kinds in the order they move. */
  static List<String> inOrder(Delivery delivery) {
    return delivery.tags().stream().sorted(Comparator.comparing(tag -> of(delivery, tag))).toList();
  }
}
