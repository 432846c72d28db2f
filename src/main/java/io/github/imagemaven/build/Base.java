package io.github.imagemaven.build;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.ImageStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A base whose tag has been resolved: from here on only digests count.
 *
 * @param name as it was asked for, for messages
 * @param store where its content is; null for {@code scratch}
 * @param top its index or its only manifest; null for {@code scratch}
 */
record Base(String name, @Nullable ImageStore store, @Nullable RawManifest top) {
  /** Where blobs that a layout lacks can be had. */
  @Nullable String storeName() {
    return store == null ? null : store.name();
  }

  /** What the tag named. */
  @Nullable Digest digest() {
    return top == null ? null : top.digest();
  }

  ImageStore requireStore() {
    return Objects.requireNonNull(store, "scratch holds nothing");
  }
}
