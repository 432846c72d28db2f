package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One manifest or index of a repository.
 *
 * @param digest its digest
 * @param tags all that name it
 * @param touched when it last came or changed, by the registry's clock; null where nobody says
 */
record Entry(Digest digest, Set<String> tags, @Nullable Instant touched) {
  Entry {
    tags = Set.copyOf(tags);
  }

  /** One that no list has. */
  static Entry unlisted(Digest digest) {
    return new Entry(digest, Set.of(), null);
  }

  /** The first of its tags in alphabetical order; one that has none has no first. */
  String firstTag() {
    return tags.stream().min(String::compareTo).orElseThrow();
  }

  boolean isTagged() {
    return !tags.isEmpty();
  }
}
