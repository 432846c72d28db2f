package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository at one moment.
 *
 * @param entries each digest once; every tag of the repository is in one of them
 * @param isWhole whether what has no tag is there too, as on GHCR
 * @param asOf when it was read, by the registry's clock; null where it did not say
 */
record Listing(Map<Digest, Entry> entries, boolean isWhole, @Nullable Instant asOf) {
  Listing {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  static Listing of(List<Entry> entries, boolean isWhole, @Nullable Instant asOf) {
    Map<Digest, Entry> byDigest = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (byDigest.put(entry.digest(), entry) != null) {
        throw new IllegalArgumentException(entry.digest() + " is listed twice");
      }
    }
    return new Listing(byDigest, isWhole, asOf);
  }

  Optional<Entry> entry(Digest digest) {
    return Optional.ofNullable(entries.get(digest));
  }

  /**
   * Whether it last changed at least so long ago, by the registry's clock and no other; false where
   * the registry does not tell.
   */
  boolean isOlder(Entry entry, Duration age) {
    return asOf != null && entry.touched() != null && !entry.touched().isAfter(asOf.minus(age));
  }

  /** Whether anything in it has this tag. */
  boolean hasTag(String tag) {
    return entries.values().stream().anyMatch(each -> each.tags().contains(tag));
  }

  /** Those with tags, in their order. */
  List<Entry> tagged() {
    return entries.values().stream()
        .filter(Entry::isTagged)
        .sorted(Comparator.comparing(Entry::firstTag))
        .toList();
  }
}
