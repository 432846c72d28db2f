package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.publish.SourceImage.Child;
import io.github.imagemaven.registry.RegistryException;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Collection;

/**
 * An image's content into one destination, by digest only: blobs, then the platforms' manifests,
 * then the index, and a look whether it is there.
 */
final class ContentCopy {
  /** Blobs at once; a registry's client lets through five requests a host. */
  private static final int BLOBS_AT_ONCE = 5;

  private static final int MANIFEST_ATTEMPTS = 3;

  private final Delivery delivery;
  private final ImageStore store;
  private final SourceImage image;
  private final KnownHolders holders;
  private final Visibility visibility;
  private final Interruption interruption;
  private final Log log;

  ContentCopy(
      Delivery delivery,
      KnownHolders holders,
      Visibility visibility,
      Interruption interruption,
      Log log) {
    this.delivery = delivery;
    this.store = delivery.store();
    this.image = delivery.image();
    this.holders = holders;
    this.visibility = visibility;
    this.interruption = interruption;
    this.log = log;
  }

  /** Copies what is missing. */
  void run() throws IOException {
    if (isThere()) {
      delivery.everythingIsThere();
    } else {
      copy();
    }
  }

  /**
   * A registry accepts a manifest only when it has what it refers to, so two levels of manifests
   * tell of all blobs. A layout is a folder that anybody may have changed; there looking at every
   * blob costs nothing.
   */
  private boolean isThere() throws IOException {
    if (store.repository().isEmpty() || !Visibility.has(store, image.digest())) {
      return false;
    }
    for (Child child : image.children()) {
      if (!Visibility.has(store, child.raw().digest())) {
        return false;
      }
    }
    return true;
  }

  private void copy() throws IOException {
    copyBlobs(image.blobs());
    for (Child child : image.children()) {
      put(child.raw(), () -> copyBlobs(child.blobs()));
    }
    put(image.index(), this::putChildren);
    visibility.await(store, image.digest());
    delivery.everythingIsThere();
  }

  private void putChildren() throws IOException {
    for (Child child : image.children()) {
      store.putManifest(child.raw());
    }
  }

  private void copyBlobs(Collection<Descriptor> blobs) throws IOException {
    Parallel.each(blobs, BLOBS_AT_ONCE, interruption, Grace.NONE, this::copyBlob);
  }

  private void copyBlob(Descriptor blob) throws IOException {
    image.baseRepository(blob).ifPresent(base -> holders.add(blob.digest(), base));
    Transfer transfer = holders.put(store, blob, image.source(blob));
    delivery.arrived(blob, transfer);
    log.debug(
        store.name()
            + ": "
            + blob.digest()
            + " "
            + transfer.name().toLowerCase(java.util.Locale.ROOT)
            + " ("
            + blob.size()
            + " bytes)");
  }

  /**
   * Puts a manifest. Where the registry says that it lacks what the manifest refers to, which
   * happens when several push the same layers at once, that is checked and sent again first.
   */
  private void put(RawManifest manifest, Delivery.Step parts) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        store.putManifest(manifest);
        return;
      } catch (RegistryException e) {
        if (e.code() != Code.PUBLICATION || attempt == MANIFEST_ATTEMPTS) {
          throw e;
        }
        log.debug(store.name() + ": checking the parts of " + manifest.digest() + " again: " + e);
        parts.run();
      }
    }
  }
}
