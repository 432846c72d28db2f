package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Stands between the clean-up and a model, and makes one of the mistakes that others have made. */
class Wrong implements Holdings, Contents {
  final ModelRegistry model;
  final Ask ask = new Ask(this, this);

  Wrong(ModelRegistry model) {
    this.model = model;
  }

  @Override
  public String way() {
    return model.way();
  }

  @Override
  public Listing list() {
    return model.list();
  }

  @Override
  public boolean listsUntagged() {
    return model.listsUntagged();
  }

  @Override
  public void checkBudget(int lists, int reads, int deletions) {}

  @Override
  public Deletion delete(Entry entry, Asker asker) {
    return model.delete(entry, asker);
  }

  @Override
  public void restore(RawManifest manifest, Set<String> tags) {
    model.restore(manifest, tags);
  }

  @Override
  public Optional<RawManifest> manifest(Digest digest) throws IOException {
    return model.manifest(digest);
  }

  @Override
  public List<Optional<RawManifest>> manifests(List<Digest> digests) throws IOException {
    List<Optional<RawManifest>> found = new ArrayList<>();
    for (Digest digest : digests) {
      found.add(manifest(digest));
    }
    return found;
  }

  @Override
  public boolean has(Digest digest) {
    return model.has(digest);
  }

  @Override
  public Optional<Digest> named(String tag) {
    return model.named(tag);
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return model.referrers(subject);
  }

  @Override
  public Map<String, String> labels(Descriptor config) {
    return model.labels(config);
  }

  /** The list with only some of the tags of some entries. */
  Listing listWithout(Predicate<Entry> of, Predicate<String> tags) {
    Listing listing = model.list();
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : listing.entries().values()) {
      Set<String> left = new HashSet<>(entry.tags());
      if (of.test(entry)) {
        left.removeIf(tags);
      }
      if (listing.isWhole() || !left.isEmpty()) {
        entries.add(new Entry(entry.digest(), left, entry.touched()));
      }
    }
    return Listing.of(entries, listing.isWhole(), listing.asOf());
  }

  static RawManifest without(String member, RawManifest raw) {
    var node = Json.parseObject(raw.bytes(), "manifest");
    if (member.equals("manifests")) {
      node.putNull(member);
    } else {
      node.remove(member);
    }
    return RawManifest.of(raw.mediaType(), Json.bytes(node));
  }
}
