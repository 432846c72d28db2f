package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.Repository.ManifestDeletion;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

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

  private static final int AT_ONCE = 50;

  private final Repository repository;

  DistributionHoldings(Repository repository) {
    this.repository = repository;
  }

  @Override
  public String way() {
    return "the distribution-spec";
  }

  @Override
  public boolean listsUntagged() {
    return false;
  }

  @Override
  public Listing list() {
    return list(tags -> digests(AtOnce.ask(tags, repository::headManifest)));
  }

  @Override
  public Listing listReading(Predicate<RawManifest> reader) {
    return list(tags -> read(tags, reader));
  }

  private Listing list(Function<List<String>, List<Optional<Digest>>> ask) {
    String missing = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<String> tags = repository.tags();
      List<Optional<Digest>> named = ask.apply(tags);
      int absent = named.indexOf(Optional.<Digest>empty());
      if (absent < 0) {
        return listing(tags, named);
      }
      missing = tags.get(absent);
    }
    throw nothingUnder(repository, missing);
  }

  /** A tag that is listed and cannot be seen may name anything. */
  static CleanupException nothingUnder(Repository repository, String tag) {
    return new CleanupException(
        repository.name()
            + " lists the tag "
            + Quoted.of(tag)
            + " and has nothing under it, so that nobody knows what it needs: publish it again or"
            + " remove it",
        null);
  }

  /** A few at a time: a manifest may be large. */
  private List<Optional<Digest>> read(List<String> tags, Predicate<RawManifest> reader) {
    List<Optional<Digest>> named = new ArrayList<>();
    for (int i = 0; i < tags.size(); i += AT_ONCE) {
      List<String> some = tags.subList(i, Math.min(i + AT_ONCE, tags.size()));
      List<Optional<RawManifest>> raws = AtOnce.ask(some, repository::getManifest);
      for (int j = 0; j < some.size(); j++) {
        Optional<RawManifest> raw = raws.get(j);
        // Of what is of no known kind, such as schema 1, the bytes need not have the digest.
        named.add(
            raw.isEmpty() || reader.test(raw.get())
                ? raw.map(RawManifest::digest)
                : repository.headManifest(some.get(j)).map(Descriptor::digest));
      }
    }
    return named;
  }

  private static List<Optional<Digest>> digests(List<Optional<Descriptor>> named) {
    return named.stream().map(each -> each.map(Descriptor::digest)).toList();
  }

  private static Listing listing(List<String> tags, List<Optional<Digest>> named) {
    Map<Digest, Set<String>> byDigest = new LinkedHashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      Digest digest = named.get(i).orElseThrow();
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
  public Deletion delete(Entry entry, Asker asker) throws IOException {
    Objection objection = new Objection(asker);
    ManifestDeletion answer = repository.deleteManifest(entry.digest(), objection);
    boolean isRefused =
        answer == ManifestDeletion.REFERENCED || answer == ManifestDeletion.UNSUPPORTED;
    if (isRefused && entry.isTagged() && untag(entry, asker)) {
      // Nobody knows how long the tags took.
      answer =
          objection.mayStillGo()
              ? repository.deleteManifest(entry.digest(), objection)
              : ManifestDeletion.CALLED_OFF;
    }
    return switch (answer) {
      case DONE -> Deletion.DONE;
      case REFERENCED -> Deletion.kept("the registry keeps it, since something refers to it");
      case UNSUPPORTED -> Deletion.unsupported(unsupported(repository.name().host()));
      case CALLED_OFF -> objection.deletion();
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

  private boolean untag(Entry entry, Asker asker) {
    for (String tag : new TreeSet<>(entry.tags())) {
      if (!repository.deleteTag(tag, entry.digest())) {
        return false;
      }
      asker.untagged(tag);
    }
    return true;
  }

  @Override
  public void restore(RawManifest manifest, Set<String> tags) {
    repository.putManifest(manifest);
    new LostTags(repository).giveBack(manifest, tags);
  }
}
