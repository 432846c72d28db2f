package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is about to go, or has just gone.
 *
 * @param digests to go, if nothing needs them
 * @param subjects what is there and does not go, and is the subject of some of those to go
 * @param byAge those that no publication of this run has displaced
 * @param minAge how old these must be by the registry's clock; null where there are none
 */
record Going(
    Set<Digest> digests, Set<Digest> subjects, Set<Digest> byAge, @Nullable Duration minAge) {
  static final Going NOTHING = new Going(Set.of(), Set.of(), Set.of(), null);
}
