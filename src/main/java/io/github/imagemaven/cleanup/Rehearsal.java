package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A repository out of which nothing is deleted, and that looks as if it were: one list, read once.
 */
final class Rehearsal implements Holdings {
  private final Holdings holdings;
  private final Set<Digest> gone = new HashSet<>();
  private @Nullable Listing listing;

  Rehearsal(Holdings holdings) {
    this.holdings = holdings;
  }

  @Override
  public String way() {
    return holdings.way();
  }

  @Override
  public boolean listsUntagged() {
    return holdings.listsUntagged();
  }

  @Override
  public Listing listReading(Predicate<RawManifest> reader) throws IOException {
    listing = holdings.listReading(reader);
    return list();
  }

  @Override
  public Listing list() throws IOException {
    Listing whole = listing;
    if (whole == null) {
      whole = holdings.list();
      listing = whole;
    }
    List<Entry> left =
        whole.entries().values().stream().filter(each -> !gone.contains(each.digest())).toList();
    return Listing.of(left, whole.isWhole(), whole.asOf());
  }

  /** What is only read is worth being told of a budget that does not suffice. */
  @Override
  public void checkBudget(int lists, int reads, int deletions) {
    holdings.checkBudget(lists, reads, deletions);
  }

  @Override
  public Deletion delete(Entry entry, Asker asker) {
    gone.add(entry.digest());
    return Deletion.DONE;
  }

  @Override
  public void restore(RawManifest manifest, Set<String> tags) {
    gone.remove(manifest.digest());
  }
}
