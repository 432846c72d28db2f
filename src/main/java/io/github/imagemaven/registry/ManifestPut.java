package io.github.imagemaven.registry;

import io.github.imagemaven.oci.RawManifest;

/** The PUT of a manifest, and whether an attempt at it is still on its way. */
final class ManifestPut implements Retries.Attempt<Boolean> {
  private final Manifests manifests;
  private final String selector;
  private final RawManifest manifest;
  private final Scopes scopes;
  private boolean inDoubt;

  ManifestPut(Manifests manifests, String selector, RawManifest manifest, Scopes scopes) {
    this.manifests = manifests;
    this.selector = selector;
    this.manifest = manifest;
    this.scopes = scopes;
  }

  /**
   * Puts it once.
   *
   * @return whether an attempt before this one, which was answered, had no clear answer
   */
  @Override
  public Boolean run(boolean last) throws TransientFailure, InterruptedException {
    try {
      manifests.put(selector, manifest, scopes);
      return inDoubt;
    } catch (TransientFailure failure) {
      inDoubt |= failure.isInDoubt();
      throw failure;
    }
  }
}
