package io.github.imagemaven.store;

import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OCI image layout in a directory, made when something is first written into it.
 *
 * <p>Any number of threads and processes may write at once: blobs get their name when they are
 * complete, {@code index.json} is changed under a lock and replaced in one step.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">
 * image-spec, image layout</a>.
 */
public final class OciLayout implements ImageStore {
  /** The same bound as for manifests from registries: 4 MiB. */
  private static final long LARGEST_MANIFEST = 4L << 20;

  private final Path directory;
  private final String name;
  private final LayoutBlobs blobs;
  private final LayoutFolder folder;

  private OciLayout(Path directory, String name, Log log) {
    this.directory = directory;
    this.name = name;
    this.blobs = new LayoutBlobs(directory);
    this.folder = new LayoutFolder(directory, name, blobs, log);
  }

  /**
   * The layout in a directory, which need not exist.
   *
   * @param directory absolute
   * @param name what messages call it, {@code oci:target/registry/app}
   * @param log told where a change has to wait long for another build's
   */
  public static OciLayout at(Path directory, String name, Log log) {
    return new OciLayout(directory, name, log);
  }

  /** The same for one that is read, which waits for nobody. */
  public static OciLayout at(Path directory, String name) {
    return at(directory, name, Log.silent());
  }

  @Override
  public String name() {
    return name;
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  @Override
  public Optional<Descriptor> resolve(String selector) throws IOException {
    if (Digest.isValid(selector)) {
      return manifest(selector).map(RawManifest::descriptor);
    }
    return folder.index().find(selector);
  }

  /**
   * What the layout holds where it holds one image only, named or not.
   *
   * @return empty where it holds none or several
   */
  public Optional<Descriptor> resolveSole() throws IOException {
    List<Descriptor> roots = folder.index().roots();
    return roots.size() == 1 ? Optional.of(roots.get(0)) : Optional.empty();
  }

  @Override
  public Optional<RawManifest> manifest(String selector) throws IOException {
    Optional<Descriptor> named = Digest.isValid(selector) ? Optional.empty() : resolve(selector);
    if (named.isEmpty() && !Digest.isValid(selector)) {
      return Optional.empty();
    }
    Digest digest = named.map(Descriptor::digest).orElseGet(() -> Digest.of(selector));
    return readManifest(digest, named.map(Descriptor::mediaType));
  }

  private Optional<RawManifest> readManifest(Digest digest, Optional<String> mediaType)
      throws IOException {
    Path file = blobs.path(digest);
    byte[] bytes;
    try {
      if (Files.size(file) > LARGEST_MANIFEST) {
        return Optional.empty(); // a layer
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!digest.matches(bytes)) {
      throw LayoutBlobs.damaged(file, "its bytes have another digest");
    }
    return mediaType.or(() -> ManifestTypes.find(bytes)).map(type -> RawManifest.of(type, bytes));
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    return blobs.has(blob);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The stream throws {@link EnvironmentException} where the file is damaged, before it gives
   * its last bytes.
   */
  @Override
  public InputStream openBlob(Descriptor blob) throws IOException {
    try {
      return blobs.open(blob);
    } catch (NoSuchFileException e) {
      throw new BlobMissingException(name, blob);
    }
  }

  /**
   * {@link #openBlob} for the layout of a build, which writes again what is missing from it: where
   * the file is damaged, it is deleted as well.
   *
   * @throws BlobMissingException where it is not here
   */
  public InputStream openOwnBlob(Descriptor blob) throws IOException {
    try {
      return blobs.openOwn(blob);
    } catch (NoSuchFileException e) {
      throw new BlobMissingException(name, blob);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A small blob that is there is hashed and, if damaged, replaced; a large one is believed by
   * its size.
   *
   * @throws EnvironmentException where the disk does not take it
   * @throws WrongContentException where the source gives other bytes
   */
  @Override
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    if (blobs.has(blob) && (blob.size() > LARGEST_MANIFEST || !blobs.isDamaged(blob))) {
      return Transfer.PRESENT;
    }
    folder.create();
    blobs.write(blob, source);
    return Transfer.UPLOADED;
  }

  @Override
  public boolean dropDamaged(Descriptor content) throws IOException {
    return blobs.has(content) && blobs.dropDamaged(content);
  }

  @Override
  public void putManifest(RawManifest manifest) throws IOException {
    putBlob(manifest.descriptor(), () -> new ByteArrayInputStream(manifest.bytes()), List.of());
  }

  @Override
  public boolean tag(String tag, RawManifest manifest, @Nullable Digest seen) throws IOException {
    folder.tag(tag, manifest.descriptor(), Optional.ofNullable(seen));
    return false;
  }

  /** Makes a tag name this manifest, whatever it names now. */
  public void tag(String tag, RawManifest manifest) throws IOException {
    folder.tag(tag, manifest.descriptor());
  }

  @Override
  public boolean putBack(String tag, RawManifest before, Digest moved) throws IOException {
    return folder.putBack(tag, before.descriptor(), moved);
  }

  @Override
  public Withdrawal withdraw(String tag, Digest moved) throws IOException {
    return !folder.exists() || folder.withdraw(tag, moved) ? Withdrawal.DONE : Withdrawal.MOVED;
  }

  /** Makes {@code index.json} name this image and nothing else, under the annotations it has. */
  public void setRoot(Descriptor image) throws IOException {
    setRoots(List.of(image));
  }

  /** Makes {@code index.json} name these and nothing else, under the annotations they have. */
  public void setRoots(Collection<Descriptor> images) throws IOException {
    folder.setRoots(images);
  }

  /**
   * Drops every blob that is not named here. For a layout that only one build writes.
   *
   * @param keep digests of manifests, configs and layers
   */
  public void prune(Set<Digest> keep) throws IOException {
    blobs.prune(keep);
  }

  /** A new file's path on this layout's disk, to write a blob into; the file is not made. */
  public Path temporaryFile() throws IOException {
    folder.create();
    return blobs.temporaryFile();
  }

  /**
   * Gives a file written to a {@link #temporaryFile()} the name of its content.
   *
   * @param blob what the caller found while writing it; not hashed again
   * @throws EnvironmentException where the file has another size
   */
  public void adopt(Path temporary, Descriptor blob) throws IOException {
    if (!Disk.holds(temporary, blob)) {
      throw new EnvironmentException(
          temporary + " should have the " + blob.size() + " bytes of " + blob.digest(), null);
    }
    blobs.adopt(temporary, blob.digest());
  }

  /** Where a blob is, or would be. */
  public Path blobPath(Digest digest) {
    return blobs.path(digest);
  }
}
