package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.registry.Repository;
import java.util.Set;

/** Tags that went with a manifest, and come back with it. */
record LostTags(Repository repository) {
  /**
   * Gives them back. One that somebody has given to anything meanwhile is theirs: the list that did
   * not have it is old by now, so each is looked at first.
   *
   * @throws io.github.imagemaven.registry.RegistryException where the registry cannot be reached,
   *     or a tag is given to something else just then
   */
  void giveBack(RawManifest manifest, Set<String> tags) {
    for (String tag : tags) {
      if (isFree(tag)) {
        repository.putTag(tag, manifest, null);
      }
    }
  }

  /** Whether none of them names anything. */
  boolean areFree(Set<String> tags) {
    return tags.stream().allMatch(this::isFree);
  }

  /** Artifactory may forbid a look at a tag that is not there, and its list knows. */
  private boolean isFree(String tag) {
    try {
      return repository.headManifest(tag).isEmpty();
    } catch (HiddenTagException e) {
      return !e.isByPolicy() && !repository.lists(tag);
    }
  }
}
