package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.ModelRegistry.Traits;
import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.util.List;

/** An image that was displaced by another, which shares a platform with it. */
abstract class DisplacedImage {
  ModelRegistry registry = new ModelRegistry(new Traits(false, false, true, false));
  final RawManifest amd = registry.image("app", "old amd64");
  final RawManifest arm = registry.image("app", "arm64");
  final RawManifest newAmd = registry.image("app", "new amd64");
  final RawManifest old = Made.index("old", amd, arm);
  final RawManifest now = Made.index("new", newAmd, arm);

  /** A registry of another kind from now on, before anything is in it. */
  void kind(Traits traits) {
    ModelRegistry other = new ModelRegistry(traits);
    other.configs.putAll(registry.configs);
    registry = other;
  }

  /** One that lists everything, with times. */
  void whole() {
    kind(new Traits(true, false, true, false));
  }

  void published() {
    List.of(amd, arm, newAmd, old).forEach(registry::put);
    registry.tag("latest", now);
  }

  Ask ask() {
    return new Ask(registry).displaced(old.digest()).published(now.digest());
  }

  static List<Digest> digests(List<Item> items) {
    return items.stream().map(Item::digest).toList();
  }
}
