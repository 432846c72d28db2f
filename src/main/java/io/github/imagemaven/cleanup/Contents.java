package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a repository tells of its content by digest, which can never be something else later. What
 * exists may come and go, so an absence is not to be remembered.
 *
 * <p>Each method throws {@link io.github.imagemaven.registry.RegistryException} where the registry
 * does not say.
 */
interface Contents {
  /** A manifest or index; empty where there is none. */
  Optional<RawManifest> manifest(Digest digest) throws IOException;

  /** Several of them, in their order. */
  List<Optional<RawManifest>> manifests(List<Digest> digests) throws IOException;

  /** Whether a manifest or index is there. */
  boolean has(Digest digest) throws IOException;

  /** What a tag names by the registry itself, whose vendor's list may say so late. */
  Optional<Digest> named(String tag) throws IOException;

  /** By the referrers API; empty where the registry has none. */
  Optional<List<Descriptor>> referrers(Digest subject) throws IOException;

  /**
   * The labels in an image's config.
   *
   * @throws io.github.imagemaven.oci.MalformedContentException where it is none
   */
  Map<String, String> labels(Descriptor config) throws IOException;
}
