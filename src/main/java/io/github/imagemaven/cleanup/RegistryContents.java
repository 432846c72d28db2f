package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.ImageLabels;
import io.github.imagemaven.registry.Repository;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.RegistryRepository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The content of a registry's repository, by the distribution-spec. */
final class RegistryContents implements Contents {
  private final Repository repository;
  private final ImageStore store;
  private boolean hasReferrers = true;

  RegistryContents(Repository repository) {
    this.repository = repository;
    this.store = new RegistryRepository(repository);
  }

  @Override
  public Optional<RawManifest> manifest(Digest digest) {
    return repository.getManifest(digest.toString());
  }

  @Override
  public List<Optional<RawManifest>> manifests(List<Digest> digests) {
    return AtOnce.ask(digests, this::manifest);
  }

  @Override
  public boolean has(Digest digest) {
    return repository.stillHasManifest(digest);
  }

  @Override
  public Optional<Digest> named(String tag) {
    return repository.headManifest(tag).map(Descriptor::digest);
  }

  /** A registry that does not know the API is asked once. */
  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    if (!hasReferrers) {
      return Optional.empty();
    }
    Optional<List<Descriptor>> referrers = repository.referrers(subject);
    hasReferrers = referrers.isPresent();
    return referrers;
  }

  @Override
  public Map<String, String> labels(Descriptor config) throws IOException {
    return ImageLabels.ofConfig(store, config);
  }
}
