package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where the blobs of an image can be had: what a build left, or repositories. */
interface BlobPlaces {
  /**
   * A blob's bytes.
   *
   * @throws io.github.imagemaven.report.EnvironmentException where it was here, and is gone
   */
  BlobSource source(Descriptor blob) throws IOException;

  /** The repositories that are known to hold a blob; layouts are not among them. */
  List<RepositoryName> holders(Descriptor blob);

  /**
   * The places of another image, which stands in a destination. What both have in common is still
   * taken from where it was.
   *
   * @param holder has all of it
   */
  BlobPlaces standingIn(ImageStore holder, Map<Digest, Descriptor> blobs);
}
