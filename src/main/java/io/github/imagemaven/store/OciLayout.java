package io.github.imagemaven.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.report.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
  private static final String MARKER = "oci-layout";
  private static final String LOCK = ".lock";
  private static final Set<String> OWN_NAMES = Set.of(MARKER, LOCK, "index.json", "blobs", ".part");

  /** The same bound as for manifests from registries: 4 MiB. */
  private static final long LARGEST_MANIFEST = 4L << 20;

  private final Path directory;
  private final String name;
  private final LayoutBlobs blobs;
  private final DirectoryLock lock;
  private volatile boolean created;

  private OciLayout(Path directory, String name) {
    this.directory = directory;
    this.name = name;
    this.blobs = new LayoutBlobs(directory);
    this.lock = new DirectoryLock(directory.resolve(LOCK));
  }

  /**
   * The layout in a directory, which need not exist.
   *
   * @param directory absolute
   * @param name what messages call it, {@code oci:target/registry/app}
   */
  public static OciLayout at(Path directory, String name) {
    return new OciLayout(directory, name);
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
    return LayoutIndex.read(indexFile()).find(selector);
  }

  /**
   * What the layout holds where it holds one image only, named or not.
   *
   * @return empty where it holds none or several
   */
  public Optional<Descriptor> resolveSole() throws IOException {
    List<Descriptor> roots = LayoutIndex.read(indexFile()).roots();
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
   * {@inheritDoc}
   *
   * @throws EnvironmentException where the disk does not take it
   * @throws WrongContentException where the source gives other bytes
   */
  @Override
  public Transfer putBlob(Descriptor blob, BlobSource source, Collection<RepositoryName> mountFrom)
      throws IOException {
    if (blobs.has(blob)) {
      return Transfer.PRESENT;
    }
    create();
    blobs.write(blob, source);
    return Transfer.UPLOADED;
  }

  @Override
  public void putManifest(RawManifest manifest) throws IOException {
    putBlob(manifest.descriptor(), () -> new ByteArrayInputStream(manifest.bytes()), List.of());
  }

  @Override
  public void tag(String tag, RawManifest manifest) throws IOException {
    edit(index -> index.put(tag, manifest.descriptor()));
  }

  @Override
  public boolean untag(String tag) throws IOException {
    if (Files.exists(indexFile())) {
      edit(index -> index.remove(tag));
    }
    return true;
  }

  /** Makes {@code index.json} name this image and nothing else, under the annotations it has. */
  public void setRoot(Descriptor image) throws IOException {
    setRoots(List.of(image));
  }

  /** Makes {@code index.json} name these and nothing else, under the annotations they have. */
  public void setRoots(Collection<Descriptor> images) throws IOException {
    create();
    locked(
        () -> {
          LayoutIndex index = LayoutIndex.empty(indexFile());
          images.forEach(index::add);
          writeIndex(index);
        });
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
    create();
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

  private void edit(Consumer<LayoutIndex> change) throws IOException {
    create();
    locked(
        () -> {
          LayoutIndex index = LayoutIndex.read(indexFile());
          change.accept(index);
          writeIndex(index);
        });
  }

  private interface Write {
    void run() throws IOException;
  }

  private void locked(Write write) throws IOException {
    lock.run(
        () -> {
          write.run();
          return this;
        });
  }

  private void writeIndex(LayoutIndex index) throws IOException {
    Disk.replace(index.bytes(), blobs.temporaryFile(), indexFile());
  }

  private Path indexFile() {
    return directory.resolve("index.json");
  }

  /** Makes the layout, once for this object; one that is there already stays as it is. */
  private void create() throws IOException {
    if (created) {
      return;
    }
    Disk.createFolder(directory);
    refuseForeignFolder();
    locked(
        () -> {
          blobs.prepare();
          if (!Files.exists(indexFile())) {
            writeIndex(LayoutIndex.empty(indexFile()));
          }
          if (!Files.exists(directory.resolve(MARKER))) {
            ObjectNode version = Json.object().put("imageLayoutVersion", "1.0.0");
            Disk.replace(Json.bytes(version), blobs.temporaryFile(), directory.resolve(MARKER));
          }
        });
    created = true;
  }

  /** A folder that holds anything else is somebody's; others may be making the layout just now. */
  private void refuseForeignFolder() throws IOException {
    if (Files.exists(directory.resolve(MARKER))) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!OWN_NAMES.contains(String.valueOf(entry.getFileName()))) {
          throw new EnvironmentException(
              directory
                  + " is no OCI image layout and not empty (it holds "
                  + entry.getFileName()
                  + "): name an empty or new folder for "
                  + name,
              null);
        }
      }
    }
  }

  /** What bytes among the blobs are, where nothing but they can tell. */
  private static final class ManifestTypes {
    private ManifestTypes() {}

    static Optional<String> find(byte[] bytes) {
      if (bytes.length == 0 || bytes[0] != '{') {
        return Optional.empty();
      }
      ObjectNode node;
      try {
        node = Json.parseObject(bytes, "blob");
      } catch (MalformedContentException e) {
        return Optional.empty();
      }
      String stated = node.path("mediaType").asText();
      if (MediaTypes.isIndex(stated) || MediaTypes.isManifest(stated)) {
        return Optional.of(stated);
      }
      if (node.path("manifests").isArray()) {
        return Optional.of(MediaTypes.OCI_INDEX);
      }
      boolean manifest = node.path("layers").isArray() && node.path("config").isObject();
      return manifest ? Optional.of(MediaTypes.OCI_MANIFEST) : Optional.empty();
    }
  }
}
