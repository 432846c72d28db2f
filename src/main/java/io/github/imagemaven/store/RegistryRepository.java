package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.registry.TagMovedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repository in a registry. */
public final class RegistryRepository implements ImageStore {
  private final Repository repository;

  /**
   * @param repository spoken to through its client's connections
   */
  public RegistryRepository(Repository repository) {
    this.repository = repository;
  }

  @Override
  public String name() {
    return repository.name().toString();
  }

  @Override
  public Optional<RepositoryName> repository() {
    return Optional.of(repository.name());
  }

  @Override
  public Optional<Descriptor> resolve(String selector) {
    return repository.headManifest(selector);
  }

  @Override
  public boolean stillHas(Digest manifest) {
    return repository.stillHasManifest(manifest);
  }

  @Override
  public boolean hasManifest(Digest digest) {
    return repository.hasManifest(digest);
  }

  @Override
  public boolean lists(String tag) {
    return repository.lists(tag);
  }

  @Override
  public Optional<RawManifest> manifest(String selector) {
    return repository.getManifest(selector);
  }

  @Override
  public boolean hasBlob(Descriptor blob) {
    return repository.hasBlob(blob);
  }

  @Override
  public InputStream openBlob(Descriptor blob) throws IOException {
    return repository.openBlob(blob).orElseThrow(() -> new BlobMissingException(name(), blob));
  }

  @Override
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    return repository.putBlob(blob, source, mountFrom);
  }

  @Override
  public void putManifest(RawManifest manifest) {
    repository.putManifest(manifest);
  }

  @Override
  public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) {
    return repository.putTag(tag, manifest, seen);
  }

  @Override
  public Withdrawal withdraw(String tag, Digest moved) {
    try {
      return repository.deleteTag(tag, moved) ? Withdrawal.DONE : Withdrawal.IMPOSSIBLE;
    } catch (TagMovedException e) {
      return Withdrawal.MOVED;
    }
  }
}
