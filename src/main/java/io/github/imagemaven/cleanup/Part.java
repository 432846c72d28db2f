package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is listed by an image that is to go. Whoever builds a platform pushes it by digest, and
 * joins it with others later: one that was pushed again since may be about to join another image,
 * though nothing lists it yet but the old one.
 *
 * @param listed when the last of the images that list it was pushed, by the registry's clock
 * @param displaced when the publication was pushed that displaced one of them; null where nobody
 *     says, or none did
 * @param minAge how long it may wait for the others
 */
record Part(Instant listed, @Nullable Instant displaced, Duration minAge) {
  /**
   * The parts of some images, of any depth.
   *
   * @param listing for the times; what has none is passed over
   */
  static Map<Digest, Part> of(
      Graph graph,
      Listing listing,
      List<Digest> images,
      @Nullable Instant displaced,
      Duration minAge) {
    Map<Digest, Part> parts = new HashMap<>();
    ArrayDeque<Digest> open = new ArrayDeque<>(images);
    Set<Digest> seen = new HashSet<>();
    for (Digest next = open.poll(); next != null; next = open.poll()) {
      Graph.Node node = seen.add(next) ? graph.known(next) : null;
      Instant touched = listing.entry(next).map(Entry::touched).orElse(null);
      if (node != null) {
        for (Links.Child child : node.links().children()) {
          open.add(child.digest());
          if (touched != null) {
            parts.merge(child.digest(), new Part(touched, displaced, minAge), Part::later);
          }
        }
      }
    }
    return parts;
  }

  /** Of what several list. */
  Part later(Part other) {
    return new Part(
        listed.isAfter(other.listed) ? listed : other.listed,
        displaced == null ? other.displaced : displaced,
        minAge);
  }

  /** Whether somebody else may be about to use it, by the registry's clock and no other. */
  boolean isPushedAgain(Listing listing, Entry entry) {
    Instant touched = entry.touched();
    if (touched == null) {
      return false;
    }
    boolean isSinceDisplaced = displaced != null && touched.isAfter(displaced);
    return isSinceDisplaced || (touched.isAfter(listed) && !listing.isOlder(entry, minAge));
  }
}
