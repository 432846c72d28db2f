package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stays in any case, and which tags keep nothing.
 *
 * @param reasons by digest, a clause each; what is not there is passed over
 * @param displaced images that the tags in {@code moving} do not keep
 * @param moving tags that are about to move away from them
 */
record Standing(Map<Digest, String> reasons, Set<Digest> displaced, Set<String> moving) {
  /** With more that stays. */
  Standing and(Map<Digest, String> more) {
    Map<Digest, String> all = new LinkedHashMap<>(reasons);
    all.putAll(more);
    return new Standing(all, displaced, moving);
  }

  /** The first of an entry's tags that keeps it whatever else goes; null where none does. */
  @Nullable String ownTag(Entry entry) {
    boolean mayMove = displaced.contains(entry.digest());
    return entry.tags().stream()
        .filter(tag -> !isAboutOther(tag, entry.digest()) && !(mayMove && moving.contains(tag)))
        .min(String::compareTo)
        .orElse(null);
  }

  /** Nothing is about itself: a tag of an image's own digest is there to keep it. */
  private static boolean isAboutOther(String tag, Digest named) {
    return FallbackTag.is(tag) && !FallbackTag.isOf(tag, named);
  }
}
