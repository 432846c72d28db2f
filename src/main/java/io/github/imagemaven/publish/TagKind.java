package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Tag;
import java.util.Comparator;
import java.util.List;

/** The kinds of tags in the order they move. */
enum TagKind {
  VERSION,
  OTHER,
  LATEST;

  static TagKind of(String tag) {
    if (tag.equals("latest")) {
      return LATEST;
    }
    return Tag.isVersion(tag) ? VERSION : OTHER;
  }

  /** A delivery's tags of this kind, in its order. */
  List<String> among(Delivery delivery) {
    return delivery.tags().stream().filter(tag -> of(tag) == this).toList();
  }

  /** A delivery's tags of all kinds in the order they move. */
  static List<String> inOrder(Delivery delivery) {
    return delivery.tags().stream().sorted(Comparator.comparing(TagKind::of)).toList();
  }
}
