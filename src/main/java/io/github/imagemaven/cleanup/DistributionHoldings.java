package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.Repository.ManifestDeletion;
import io.github.imagemaven.report.Quoted;
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
      List<String> tags = repository.tags();
      List<Optional<Descriptor>> named = AtOnce.ask(tags, repository::headManifest);
      int absent = named.indexOf(Optional.<Descriptor>empty());
      if (absent < 0) {
        return listing(tags, named);
      }
      missing = tags.get(absent);
    }
    throw new CleanupException(
        repository.name()
            + " lists the tag "
            + Quoted.of(missing)
            + " and has nothing under it, so that nobody knows what it needs: publish it again or"
            + " remove it",
        null);
  }

  private static Listing listing(List<String> tags, List<Optional<Descriptor>> named) {
    Map<Digest, Set<String>> byDigest = new LinkedHashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      Digest digest = named.get(i).orElseThrow().digest();
      byDigest.computeIfAbsent(digest, each -> new TreeSet<>()).add(tags.get(i));
    }
    return Listing.of(
        byDigest.entrySet().stream()
            .map(each -> new Entry(each.getKey(), each.getValue(), null))
            .toList(),
        false,
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
      case UNSUPPORTED -> Deletion.unsupported(unsupported(repository.name().host()));
    };
  }

  /**
   * GitHub Enterprise has its registry at {@code containers.HOST}, and deletes by its API alone.
   */
  static String unsupported(String host) {
    String said = "this registry deletes nothing on request";
    return host.startsWith("containers.")
        ? said
            + "; if it is of GitHub Enterprise, give its API: -D"
            + VendorHosts.SETTING
            + "="
            + host
            + "=https://"
            + host.substring("containers.".length())
            + "/api/v3"
        : said;
  }

  private boolean untag(Entry entry) {
    return entry.tags().stream().allMatch(tag -> repository.deleteTag(tag, entry.digest()));
  }

  @Override
  public void restore(RawManifest manifest) {
    repository.putManifest(manifest);
  }
}
