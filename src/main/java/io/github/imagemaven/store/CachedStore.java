package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that is read often and seldom changes, such as a base's repository: what a digest names
 * is read once on this machine, manifests and configs, and a tag costs one HEAD, which Docker Hub
 * does not count as a pull. For reading only.
 */
public final class CachedStore implements ImageStore {
  private final ImageStore origin;
  private final BlobCache cache;

  /**
   * @param origin asked for what the cache lacks
   * @param cache where it is kept
   */
  public CachedStore(ImageStore origin, BlobCache cache) {
    this.origin = origin;
    this.cache = cache;
  }

  @Override
  public String name() {
    return origin.name();
  }

  @Override
  public Optional<RepositoryName> repository() {
    return origin.repository();
  }

  @Override
  public Optional<Descriptor> resolve(String selector) throws IOException {
    return origin.resolve(selector);
  }

  @Override
  public Optional<RawManifest> manifest(String selector) throws IOException {
    if (Digest.isValid(selector)) {
      return byDigest(Digest.of(selector));
    }
    Optional<Descriptor> named = origin.resolve(selector);
    return named.isEmpty() ? Optional.empty() : byDigest(named.get().digest());
  }

  private Optional<RawManifest> byDigest(Digest digest) throws IOException {
    Optional<byte[]> here = cache.read(digest);
    Optional<String> mediaType = here.flatMap(ManifestTypes::find);
    if (here.isPresent() && mediaType.isPresent()) {
      return Optional.of(RawManifest.of(mediaType.get(), here.get()));
    }
    Optional<RawManifest> fetched = origin.manifest(digest.toString());
    if (fetched.isPresent() && tellsItsType(fetched.get())) {
      cache.keep(fetched.get().descriptor(), fetched.get().bytes());
    }
    return fetched;
  }

  /** The cache keeps bytes alone. */
  private static boolean tellsItsType(RawManifest manifest) {
    return ManifestTypes.find(manifest.bytes()).equals(Optional.of(manifest.mediaType()));
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    return origin.hasBlob(blob);
  }

  @Override
  public InputStream openBlob(Descriptor blob) throws IOException {
    boolean config =
        blob.mediaType().equals(MediaTypes.OCI_CONFIG)
            || blob.mediaType().equals(MediaTypes.DOCKER_CONFIG);
    if (!config || blob.size() > BlobCache.LARGEST_DOCUMENT) {
      return origin.openBlob(blob);
    }
    Optional<byte[]> here = cache.read(blob.digest());
    if (here.isPresent()) {
      return new ByteArrayInputStream(here.get());
    }
    try (InputStream fetched = origin.openBlob(blob)) {
      byte[] bytes = fetched.readAllBytes();
      cache.keep(blob, bytes);
      return new ByteArrayInputStream(bytes);
    }
  }

  @Override
  public Transfer putBlob(
      Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom) {
    throw readOnly();
  }

  @Override
  public void putManifest(RawManifest manifest) {
    throw readOnly();
  }

  @Override
  public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) {
    throw readOnly();
  }

  @Override
  public Withdrawal withdraw(String tag, Digest moved) {
    throw readOnly();
  }

  private UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException(name() + " is opened for reading");
  }
}
