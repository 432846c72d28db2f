package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one repository holds, listed and deleted in the way that its registry offers: GHCR by
 * GitHub's packages API, Docker Hub by its own, any other by the distribution-spec.
 */
interface Holdings {
  /** The way, for messages: {@code GitHub's packages API}. */
  String way();

  /**
   * Lists anew; nothing is remembered of an earlier list but what can never change.
   *
   * @throws CleanupException where the list cannot be had in full, or we may not read it
   * @throws io.github.imagemaven.registry.RegistryException where the registry cannot be reached
   */
  Listing list() throws IOException;

  /**
   * The same for a first look, upon which nothing is deleted. Where each tag has to be asked for
   * anyway, it is asked for its manifest, which is then not to be read once more. What digest a tag
   * names is taken from the bytes then, and not from what the registry says it is.
   *
   * @param reader given each manifest that was read; says whether it could make use of it
   * @throws CleanupException as {@link #list}
   */
  default Listing listReading(Predicate<RawManifest> reader) throws IOException {
    return list();
  }

  /** Whether its lists have what has no tag. */
  boolean listsUntagged();

  /**
   * Refuses where the vendor's limit of requests does not allow for as many as a clean-up may need:
   * then nothing is deleted at all. Called before the first deletion, with a list just read.
   *
   * @param lists how often the list is going to be read again
   * @param reads how many manifests are going to be read
   * @param deletions how many manifests are going to be deleted
   * @throws CleanupException where it does not, saying when it will
   */
  void checkBudget(int lists, int reads, int deletions);

  /**
   * Deletes a manifest and those tags that the entry has; callers have just looked that nothing
   * else needs it and that these are all its tags.
   *
   * @param entry as in a list of this object, or without tags and time where there is none of it
   * @param asker asked to look again before a request is sent that had to wait, or is a repetition
   * @throws CleanupException where we may not, saying which right is missing and where it is given
   * @throws io.github.imagemaven.registry.RegistryException where the registry cannot be reached
   */
  Deletion delete(Entry entry, Asker asker) throws IOException;

  /**
   * Brings back what {@link #delete} has deleted, since something came to need it meanwhile.
   *
   * @param tags that say by their form what it hangs on; nothing else had them by the last list
   * @throws CleanupException where it does not come back
   * @throws io.github.imagemaven.registry.RegistryException where the registry cannot be reached
   */
  void restore(RawManifest manifest, Set<String> tags) throws IOException;
}
