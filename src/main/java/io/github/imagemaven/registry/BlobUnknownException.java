package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Code;
import java.util.Set;

/**
 * A registry refused a manifest because it does not (yet, or any more) hold what the manifest
 * refers to. Putting the same manifest again does not help; checking its blobs or children again,
 * sending what is missing, and then putting it does. GHCR answers so when two runs push shared
 * layers at the same time.
 */
public final class BlobUnknownException extends RegistryException {
  private static final long serialVersionUID = 1;
  private final transient Set<Digest> missing;

  /**
   * @param message host, repository, which manifest, what the registry said
   * @param missing what the registry named; empty where it named nothing
   */
  public BlobUnknownException(String message, Set<Digest> missing) {
    super(Code.PUBLICATION, message, null);
    this.missing = Set.copyOf(missing);
  }

  /** What the registry says it lacks; empty where it did not say. */
  public Set<Digest> missing() {
    return missing;
  }
}
