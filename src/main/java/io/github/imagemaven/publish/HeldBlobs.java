package io.github.imagemaven.publish;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.GivenUpException;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What other runs have uploaded: nothing is on this machine, and each blob is said to be in some
 * repositories, of which some may have lost it.
 */
final class HeldBlobs implements BlobPlaces {
  private final Map<Digest, Set<ImageStore>> holders;
  private final BlobCache cache;
  private final Set<String> whole = ConcurrentHashMap.newKeySet();

  /**
   * @param holders the stores that are said to hold a blob, best first
   * @param cache fetches each once, however many destinations want it
   */
  HeldBlobs(Map<Digest, Set<ImageStore>> holders, BlobCache cache) {
    this.holders = holders;
    this.cache = cache;
  }

  /** Nothing is asked or fetched before somebody needs the bytes. */
  @Override
  public BlobSource source(Descriptor blob) {
    return new BlobSource() {
      @Override
      public void prepare() throws IOException {
        find(blob);
      }

      @Override
      public InputStream open() throws IOException {
        return find(blob).open();
      }
    };
  }

  /** The first that has the blob, and gives it. */
  private BlobSource find(Descriptor blob) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (ImageStore holder : holdersOf(blob)) {
      try {
        if (holder.hasBlob(blob)) {
          BlobSource source = cache.source(blob, holder);
          source.prepare();
          requireWhole(blob, holder, source);
          return source;
        }
        reasons.add(holder.name() + " has it no more");
      } catch (GivenUpException e) {
        throw e;
      } catch (IOException | ImageException e) {
        reasons.add(holder.name() + ": " + e.getMessage());
      }
    }
    throw new PublicationException(
        Code.PUBLICATION,
        "blob "
            + blob.digest()
            + " ("
            + blob.size()
            + " bytes) cannot be had from any repository that was given it ("
            + String.join("; ", reasons)
            + "): build and push that platform again",
        null);
  }

  /** A registry's was hashed when it was fetched; a folder's is believed by its size till now. */
  private void requireWhole(Descriptor blob, ImageStore holder, BlobSource source)
      throws IOException {
    String copy = holder.name() + " " + blob.digest();
    if (holder.repository().isEmpty() && !whole.contains(copy)) {
      try (InputStream in = source.open()) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      whole.add(copy);
    }
  }

  private Set<ImageStore> holdersOf(Descriptor blob) {
    return holders.getOrDefault(blob.digest(), Set.of());
  }

  @Override
  public List<RepositoryName> holders(Descriptor blob) {
    return holdersOf(blob).stream().flatMap(store -> store.repository().stream()).toList();
  }

  @Override
  public BlobPlaces standingIn(ImageStore holder, Map<Digest, Descriptor> blobs) {
    Map<Digest, Set<ImageStore>> all = new HashMap<>();
    for (Digest digest : blobs.keySet()) {
      Set<ImageStore> stores = new LinkedHashSet<>(Set.of(holder));
      stores.addAll(holders.getOrDefault(digest, Set.of()));
      all.put(digest, stores);
    }
    return new HeldBlobs(all, cache);
  }
}
