package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;

/** A layout that does not look like one. */
record FarStore(OciLayout real) implements ImageStore {
  @Override
  public String name() {
    return "far.example/base";
  }

  @Override
  public Optional<Descriptor> resolve(String selector) throws IOException {
    return real.resolve(selector);
  }

  @Override
  public Optional<RawManifest> manifest(String selector) throws IOException {
    return real.manifest(selector);
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    return real.hasBlob(blob);
  }

  @Override
  public InputStream openBlob(Descriptor blob) throws IOException {
    return real.openBlob(blob);
  }

  @Override
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> from)
      throws IOException {
    return real.putBlob(blob, source, from);
  }

  @Override
  public void putManifest(RawManifest manifest) throws IOException {
    real.putManifest(manifest);
  }

  @Override
  public void tag(String tag, RawManifest manifest) throws IOException {
    real.tag(tag, manifest);
  }

  @Override
  public boolean untag(String tag) throws IOException {
    return real.untag(tag);
  }
}
