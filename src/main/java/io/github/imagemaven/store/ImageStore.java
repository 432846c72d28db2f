package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.registry.TagMovedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Anything that holds content by digest and names it by tags. Implementations are safe for use by
 * many threads.
 *
 * <p>Failures that a user can act on are {@link io.github.imagemaven.report.ImageException}s naming
 * the store; {@link IOException} is left to the disk.
 */
public interface ImageStore {
  /**
   * What messages and records call it: {@code ghcr.io/acme/app}, {@code oci:target/registry/app}.
   */
  String name();

  /** The repository this is, so that others on its host can mount from it; empty for a layout. */
  default Optional<RepositoryName> repository() {
    return Optional.empty();
  }

  /**
   * What a tag or digest names, without its bytes.
   *
   * @param selector a tag or {@code sha256:…}
   * @throws io.github.imagemaven.registry.HiddenTagException where it is a tag and a registry that
   *     we are to push to does not let us look at it; it may exist or not
   */
  Optional<Descriptor> resolve(String selector) throws IOException;

  /**
   * Whether a manifest that has been seen here is still here.
   *
   * @throws io.github.imagemaven.registry.HiddenTagException where a registry that we are to push
   *     to does not let us look at it any more; it may be here or not
   */
  default boolean stillHas(Digest manifest) throws IOException {
    return resolve(manifest.toString()).isPresent();
  }

  /** Whether a manifest is here, even one that a registry's policy keeps from being pulled. */
  default boolean hasManifest(Digest digest) throws IOException {
    return resolve(digest.toString()).filter(found -> found.digest().equals(digest)).isPresent();
  }

  /** Whether the list of tags has this one; for a tag that {@link #resolve} may not look at. */
  default boolean lists(String tag) throws IOException {
    return resolve(tag).isPresent();
  }

  /**
   * The manifest or index that a tag or digest names. Checked against the digest asked for.
   *
   * @param selector a tag or {@code sha256:…}
   */
  Optional<RawManifest> manifest(String selector) throws IOException;

  /** Whether the blob is here, in full. */
  boolean hasBlob(Descriptor blob) throws IOException;

  /**
   * A blob's bytes. The stream fails at its end, at the latest, where they are not the blob's.
   *
   * @throws BlobMissingException where the blob is not here
   */
  InputStream openBlob(Descriptor blob) throws IOException;

  /**
   * Sees to it that the blob is here. Does nothing where it is.
   *
   * @param source opened only where its bytes have to move
   * @param mountFrom repositories that are known to hold the blob; a store takes it from one of the
   *     same host if it can
   */
  Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException;

  /**
   * Drops a blob, or a manifest, whose bytes are not those of its digest, so that it can be put
   * again. Does nothing where the store answers for its content, as a registry does.
   *
   * @return whether one was dropped
   */
  default boolean dropDamaged(Descriptor content) throws IOException {
    return false;
  }

  /** Stores a manifest or index by its digest; what it refers to is here already. */
  void putManifest(RawManifest manifest) throws IOException;

  /**
   * Makes a tag name this manifest, which is here already.
   *
   * @param seen what the caller has just seen it name; null where it named nothing, or that could
   *     not be seen. A layout has to wait for whoever changes it, and a registry's request may have
   *     to be repeated after a wait: nothing is done where the tag names something else by then
   * @return whether a request before the one that was answered had no clear answer, and may take
   *     effect later, also after the tag has been made to name something else
   * @throws TagMovedException where it does
   */
  boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) throws IOException;

  /**
   * Makes a tag name again what it named before {@link #tag}; callers have looked that it still
   * names what they put there. A store that can compare and set does so. One that keeps more than
   * the manifest's digest of a tag brings all of it back, where this object moved the tag.
   *
   * @param before what it named, which is still here
   * @param moved what {@code tag} made it name
   * @return false where somebody else has moved it meanwhile; it then stays
   */
  default boolean putBack(String tag, RawManifest before, Digest moved) throws IOException {
    try {
      tag(tag, before, moved);
      return true;
    } catch (TagMovedException e) {
      return false;
    }
  }

  /** What came of a {@linkplain #withdraw withdrawal}. */
  enum Withdrawal {
    /** There is no such tag any more. */
    DONE,
    /** The tag stays, since this store cannot drop one without the content. */
    IMPOSSIBLE,
    /** The tag stays, since somebody else has moved it. */
    MOVED
  }

  /**
   * Drops a tag that named nothing before {@link #tag}, and nothing else; callers have looked that
   * it still names what they put there. A store that can compare and drop does so; a registry is
   * looked at again where the request has to be repeated.
   *
   * @param moved what {@code tag} made it name
   */
  Withdrawal withdraw(String tag, Digest moved) throws IOException;
}
