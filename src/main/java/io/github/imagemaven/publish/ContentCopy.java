package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.registry.BlobUnknownException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.report.Progress;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;

/**
 * An image's content into one destination, by digest only: blobs, then the platforms' manifests,
 * then the index, unless it is a part of an image, and a look whether it is there.
 */
final class ContentCopy {
  /** Blobs at once; a registry's client lets through five requests a host. */
  private static final int BLOBS_AT_ONCE = 5;

  /** How often a manifest is put where the registry says that it lacks a part of it. */
  static final int MANIFEST_ATTEMPTS = 3;

  /** As large as a manifest or config may be: 4 MiB. */
  private static final long SMALL = 4L << 20;

  private final Delivery delivery;
  private final ImageStore store;
  private final SourceImage image;
  private final Shared shared;

  /**
   * What all copies of a run share.
   *
   * @param log told of every blob
   * @param progress told of the bytes that go into layouts; registries' clients tell it of theirs
   */
  record Shared(
      KnownHolders holders,
      Visibility visibility,
      Interruption interruption,
      Log log,
      Progress progress) {}

  ContentCopy(Delivery delivery, Shared shared) {
    this.delivery = delivery;
    this.store = delivery.store();
    this.image = delivery.image();
    this.shared = shared;
  }

  /**
   * Copies what is missing. Where every tag names the image already, only its manifests are looked
   * at. Where a tag is about to name it, every blob is: a registry's clean-up may have taken one
   * and left the manifests.
   */
  void run() throws IOException {
    if (image.isPart() || !hasManifests()) {
      copy();
      return;
    }
    if (!delivery.isDone()) {
      copyBlobs(image.blobs());
    }
    delivery.everythingIsThere();
  }

  /**
   * Whether a registry has the index, which a tag that names it has shown, and the platforms'
   * manifests. A layout is a folder that anybody may have changed; there looking at everything
   * costs nothing.
   */
  private boolean hasManifests() throws IOException {
    if (store.repository().isEmpty()) {
      return false;
    }
    if (!delivery.isDone() && !Visibility.has(store, image.digest())) {
      return false;
    }
    for (Child child : image.children()) {
      if (!Visibility.has(store, child.raw().digest())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Looks at every part again, whatever the destination seems to have, and sends what is missing.
   *
   * @param refusal what the registry said to the index
   * @param attempt the how-manieth time it said so, from 1
   */
  void complete(BlobUnknownException refusal, int attempt) throws IOException {
    shared.log().info(refusal.getMessage() + " Checking them again.");
    shared.visibility().pause(attempt);
    copy();
  }

  private void copy() throws IOException {
    copyBlobs(image.blobs());
    for (Child child : image.children()) {
      put(child.raw(), () -> copyBlobs(child.blobs()));
    }
    if (image.isPart()) {
      for (Child child : image.children()) {
        shared.visibility().await(store, child.raw().digest());
      }
    } else {
      put(image.index(), this::putChildren);
      shared.visibility().await(store, image.digest());
    }
    delivery.everythingIsThere();
  }

  private void putChildren() throws IOException {
    for (Child child : image.children()) {
      store.putManifest(child.raw());
    }
  }

  private void copyBlobs(Collection<Descriptor> blobs) throws IOException {
    Parallel.each(blobs, BLOBS_AT_ONCE, shared.interruption(), Grace.NONE, this::copyBlob);
  }

  private void copyBlob(Descriptor blob) throws IOException {
    replaceDamaged(blob);
    image.holders(blob).forEach(holder -> shared.holders().add(blob.digest(), holder));
    BlobSource source = image.source(blob);
    if (store.repository().isEmpty()) {
      source = new MeasuredSource(source, blob, shared.progress());
    }
    Transfer transfer = shared.holders().put(store, blob, source);
    delivery.arrived(blob, transfer);
    shared
        .log()
        .debug(
            store.name()
                + ": "
                + blob.digest()
                + " "
                + transfer.name().toLowerCase(Locale.ROOT)
                + " ("
                + blob.size()
                + " bytes)");
  }

  /**
   * A layout's files can be damaged at their full size; no tag is to name such an image. Where all
   * tags name it already, only what is small is read, which includes manifests and configs: reading
   * every layer would make a run that changes nothing as slow as one that writes the image. A large
   * layer that somebody has damaged there is found by whoever reads it, and by the next run that
   * gives the image another tag.
   */
  private void replaceDamaged(Descriptor content) throws IOException {
    boolean isRead = !delivery.isDone() || content.size() <= SMALL;
    if (isRead && store.dropDamaged(content)) {
      shared
          .log()
          .warn(store.name() + ": " + content.digest() + " was damaged there, writing it again");
    }
  }

  /**
   * Puts a manifest. Where the registry says that it lacks what the manifest refers to, which
   * happens when several push the same layers at once, that is checked and sent again first.
   */
  private void put(RawManifest manifest, Delivery.Step parts) throws IOException {
    replaceDamaged(manifest.descriptor());
    for (int attempt = 1; ; attempt++) {
      try {
        store.putManifest(manifest);
        return;
      } catch (BlobUnknownException e) {
        if (attempt == MANIFEST_ATTEMPTS) {
          throw e;
        }
        shared.log().info(e.getMessage() + " Checking them again.");
        shared.visibility().pause(attempt);
        parts.run();
      }
    }
  }
}
