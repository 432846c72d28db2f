package io.github.imagemaven.mojo;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.publish.PublicationPlan.Action;
import io.github.imagemaven.publish.PublicationPlan.DestinationPlan;
import io.github.imagemaven.publish.PublicationPlan.TagPlan;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tags have left in one repository, or are about to.
 *
 * @param published what they name then; null where that is not there
 * @param tags that are in every list of the repository's tags
 * @param displaced what they named before, the one displaced last at the end
 * @param moving those that are about to move
 */
record LeftBehind(
    @Nullable Digest published, List<String> tags, Set<Digest> displaced, List<String> moving) {
  static final LeftBehind NOTHING = new LeftBehind(null, List.of(), Set.of(), List.of());

  /** Behind tags that have moved; those that were there before are in every list. */
  static LeftBehind of(DestinationRecord destination) {
    Set<Digest> displaced = new LinkedHashSet<>();
    List<String> tags = new ArrayList<>();
    for (TagRecord tag : destination.tags()) {
      Digest previous = tag.previous();
      if (previous != null) {
        tags.add(tag.tag());
        displaced.add(previous);
      }
    }
    displaced.remove(destination.digest());
    return new LeftBehind(destination.digest(), tags, displaced, List.of());
  }

  /** Before tags that are about to move. */
  static LeftBehind of(DestinationPlan destination, @Nullable Digest published) {
    Set<Digest> displaced = new LinkedHashSet<>();
    List<String> moving = new ArrayList<>();
    for (TagPlan tag : destination.tags()) {
      Digest previous = tag.previous();
      if (tag.action() == Action.MOVE && previous != null) {
        displaced.add(previous);
        moving.add(tag.tag());
      }
    }
    return new LeftBehind(published, List.of(), displaced, moving);
  }
}
