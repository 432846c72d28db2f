package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.BlobMissingException;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a build left, and for the rest the base's store.
 *
 * @param layout asked first for every blob
 * @param elsewhere where blobs that the layout lacks can be had
 * @param absent what {@code elsewhere} is known to hold
 */
record BuiltBlobs(
    OciLayout layout,
    @Nullable ImageStore elsewhere,
    Map<Digest, Descriptor> absent,
    BlobCache cache)
    implements BlobPlaces {

  /**
   * Looks that each is here, or known to be had elsewhere.
   *
   * @throws EnvironmentException where one is not
   */
  void check(Collection<Descriptor> blobs) throws IOException {
    for (Descriptor blob : blobs) {
      boolean isElsewhere = absent.containsKey(blob.digest()) && elsewhere != null;
      if (!isElsewhere && !layout.hasBlob(blob)) {
        throw missing(layout, blob);
      }
    }
  }

  static EnvironmentException missing(OciLayout layout, Descriptor content) {
    return new EnvironmentException(
        "layout damaged: "
            + layout.blobPath(content.digest())
            + " is missing or has not its "
            + content.size()
            + " bytes; build again",
        null);
  }

  /**
   * {@inheritDoc}
   *
   * <p>From the layout if it has them, else from elsewhere by way of the cache.
   *
   * @throws EnvironmentException where it was in the layout when the image was read, and is gone:
   *     another destination found it damaged
   */
  @Override
  public BlobSource source(Descriptor blob) throws IOException {
    if (layout.hasBlob(blob)) {
      return () -> open(blob);
    }
    if (elsewhere == null || !absent.containsKey(blob.digest())) {
      throw missing(layout, blob);
    }
    return cache.source(blob, elsewhere);
  }

  /** The layout is the build's own: what is damaged goes, so that the next build writes it. */
  private InputStream open(Descriptor blob) throws IOException {
    try {
      return layout.openOwnBlob(blob);
    } catch (BlobMissingException e) {
      throw missing(layout, blob);
    }
  }

  @Override
  public List<RepositoryName> holders(Descriptor blob) {
    return elsewhere == null || !absent.containsKey(blob.digest())
        ? List.of()
        : elsewhere.repository().stream().toList();
  }

  @Override
  public BlobPlaces standingIn(ImageStore holder, Map<Digest, Descriptor> blobs) {
    return new BuiltBlobs(layout, holder, blobs, cache);
  }
}
