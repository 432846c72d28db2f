package io.github.imagemaven.registry;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;

/** The distribution-spec's end points for one repository. Safe for use by many threads. */
public final class Repository {
  Repository() {}

  /** Which repository this is. */
  public RepositoryName name() {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether the registry knows us and would let us push here, found out without leaving anything
   * behind.
   *
   * @throws RegistryException with {@code IMG-6} where it does not, naming every place where a
   *     credential was looked for
   */
  public void checkPush() {
    throw new UnsupportedOperationException();
  }

  /** HEAD of a manifest by tag or digest; falls back to GET where a registry knows no HEAD. */
  public Optional<Descriptor> headManifest(String selector) {
    throw new UnsupportedOperationException();
  }

  /** GET of a manifest by tag or digest, at most 4 MiB, checked against a digest selector. */
  public Optional<RawManifest> getManifest(String selector) {
    throw new UnsupportedOperationException();
  }

  /** PUT of a manifest under a tag or its own digest. */
  public void putManifest(String selector, RawManifest manifest) {
    throw new UnsupportedOperationException();
  }

  /**
   * DELETE of a tag.
   *
   * @return false where the registry does not offer it (400, 405)
   */
  public boolean deleteTag(String tag) {
    throw new UnsupportedOperationException();
  }

  /** HEAD of a blob. */
  public boolean hasBlob(Descriptor blob) {
    throw new UnsupportedOperationException();
  }

  /** GET of a blob; the stream fails at its end where size or digest differ. */
  public Optional<InputStream> openBlob(Descriptor blob) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * HEAD; where absent a mount from one of the repositories of this host; else POST and one PUT.
   *
   * @param source opened for each attempt
   * @param mountFrom repositories that hold the blob; those of other hosts are passed over
   */
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
