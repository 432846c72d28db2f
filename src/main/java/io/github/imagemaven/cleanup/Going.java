package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is about to go, or has just gone.
 *
 * @param digests to go, if nothing needs them
 * @param subjects what is there and does not go, and is the subject of some of those to go
 * @param byAge those that no publication of this run has displaced
 * @param minAge how old these must be by the registry's clock; null where there are none
 * @param parts of images, with what tells that they were pushed again since
 * @param lost tags that say by their form what they hang on, by what they named and what has gone
 */
record Going(
    Set<Digest> digests,
    Set<Digest> subjects,
    Set<Digest> byAge,
    @Nullable Duration minAge,
    Map<Digest, Part> parts,
    Map<Digest, Set<String>> lost) {
  static final Going NOTHING = Going.of(Set.of());

  /** Nothing but these. */
  static Going of(Set<Digest> digests) {
    return new Going(digests, Set.of(), Set.of(), null, Map.of(), Map.of());
  }

  /** The same, of which some has gone by now. */
  Going after(
      Set<Digest> all,
      Set<Digest> standingSubjects,
      Set<Digest> stillByAge,
      Map<Digest, Set<String>> lostTags) {
    return new Going(all, standingSubjects, stillByAge, minAge, parts, lostTags);
  }
}
