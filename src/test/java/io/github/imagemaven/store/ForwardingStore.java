package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that is another one, to be changed in one place. */
public class ForwardingStore implements ImageStore {
  private final ImageStore real;

  /** All of it. */
  public ForwardingStore(ImageStore real) {
    this.real = real;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Optional<RepositoryName> repository() {
    return real.repository();
  }

  @Override
  public Optional<Descriptor> resolve(String selector) throws IOException {
    return real.resolve(selector);
  }

  @Override
  public boolean lists(String tag) throws IOException {
    return real.lists(tag);
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
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    return real.putBlob(blob, source, mountFrom);
  }

  @Override
  public boolean dropDamaged(Descriptor content) throws IOException {
    return real.dropDamaged(content);
  }

  @Override
  public void putManifest(RawManifest manifest) throws IOException {
    real.putManifest(manifest);
  }

  @Override
  public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) throws IOException {
    return real.tag(tag, manifest, seen);
  }

  @Override
  public Withdrawal withdraw(String tag, Digest moved) throws IOException {
    return real.withdraw(tag, moved);
  }
}
