package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.Repository.ManifestDeletion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A repository of a registry that offers nothing beside the distribution-spec: what has no tag is
 * not listed, and nobody says how old anything is.
 *
 * <p>Source: <a
 * href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#content-management">
 * distribution-spec, content management</a>.
 */
final class DistributionHoldings implements Holdings {
  /** A tag that is listed may go before it is looked at. */
  private static final int ATTEMPTS = 5;

  private final Repository repository;

  DistributionHoldings(Repository repository) {
    this.repository = repository;
  }

  @Override
  public String way() {
    return "the distribution-spec";
  }

  @Override
  public Listing list() {
    String missing = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<Digest, Set<String>> named = new LinkedHashMap<>();
      missing = "";
      for (String tag : repository.tags()) {
        Optional<Descriptor> manifest = repository.headManifest(tag);
        if (manifest.isEmpty()) {
          missing = tag;
          break;
        }
        named.computeIfAbsent(manifest.get().digest(), each -> new TreeSet<>()).add(tag);
      }
      if (missing.isEmpty()) {
        List<Entry> entries =
            named.entrySet().stream()
                .map(each -> new Entry(each.getKey(), each.getValue(), null))
                .toList();
        return Listing.of(entries, false, null);
      }
    }
    throw new CleanupException(
        repository.name()
            + " lists the tag "
            + missing
            + " and has nothing under it, so that nobody knows what it needs: publish it again or"
            + " remove it",
        null);
  }

  /** These registries have no limit that one could know of. */
  @Override
  public void checkBudget(int lists, int reads, int deletions) {}

  /**
   * By digest, which takes the tags with it; where a registry deletes only what has no tag, as
   * Google's does, the tags first.
   */
  @Override
  public Deletion delete(Entry entry) {
    ManifestDeletion answer = repository.deleteManifest(entry.digest());
    if (answer != ManifestDeletion.DONE && entry.isTagged() && untag(entry)) {
      answer = repository.deleteManifest(entry.digest());
    }
    return switch (answer) {
      case DONE -> Deletion.DONE;
      case REFERENCED -> Deletion.kept("the registry keeps it, since something refers to it");
      case UNSUPPORTED -> Deletion.unsupported("this registry deletes nothing on request");
    };
  }

  private boolean untag(Entry entry) {
    return entry.tags().stream().allMatch(tag -> repository.deleteTag(tag, entry.digest()));
  }

  @Override
  public void restore(RawManifest manifest) {
    repository.putManifest(manifest);
  }
}
