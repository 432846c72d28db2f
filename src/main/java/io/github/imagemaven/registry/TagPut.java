package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.util.Optional;

/** The PUT of a manifest under a tag, and whether an attempt at it is still on its way. */
final class TagPut implements Retries.Attempt<Boolean> {
  private final Manifests manifests;
  private final String tag;
  private final RawManifest manifest;
  private final Optional<Digest> seen;
  private final Scopes scopes;
  private final TagLook look;
  private boolean inDoubt;

  /**
   * @param seen what the tag named when the caller looked
   */
  TagPut(
      Exchange exchange,
      Manifests manifests,
      String tag,
      RawManifest manifest,
      Optional<Digest> seen,
      Scopes scopes) {
    this.manifests = manifests;
    this.tag = tag;
    this.manifest = manifest;
    this.seen = seen;
    this.scopes = scopes;
    this.look = new TagLook(exchange, manifests, tag, scopes);
  }

  /**
   * Puts it once, unless it would have to be repeated and somebody else has moved the tag.
   *
   * @return whether an attempt before this one, which was answered, had no clear answer
   * @throws TagMovedException where somebody has
   */
  @Override
  public Boolean run(boolean last) throws TransientFailure, InterruptedException {
    if (look.isDue()) {
      checkNotMoved();
    }
    try {
      manifests.put(tag, manifest, scopes);
      return inDoubt;
    } catch (TransientFailure failure) {
      inDoubt |= failure.isInDoubt();
      throw failure;
    }
  }

  private void checkNotMoved() throws TransientFailure, InterruptedException {
    Optional<Digest> now;
    try {
      now = look.names();
    } catch (HiddenTagException e) {
      // No more is known than the caller knew, or our own manifest is what a policy hides.
      return;
    }
    if (!now.equals(seen) && !now.equals(Optional.of(manifest.digest()))) {
      String before = seen.map(Digest::toString).orElse("nothing");
      throw look.moved(before + " yet, or " + manifest.digest() + " as put there", now);
    }
  }
}
