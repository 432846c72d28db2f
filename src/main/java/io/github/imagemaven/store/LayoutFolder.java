package io.github.imagemaven.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.registry.TagMovedException;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A layout's own files beside its blobs: made once, changed by one writer at a time. */
final class LayoutFolder {
  private static final String MARKER = "oci-layout";
  private static final String INDEX = "index.json";
  private static final String LOCK = ".lock";
  private static final Set<String> OWN_NAMES =
      Set.of(MARKER, INDEX, LOCK, LOCK + DirectoryLock.GATE_SUFFIX, "blobs", ".part");

  private final Path directory;
  private final String name;
  private final LayoutBlobs blobs;
  private final DirectoryLock lock;

  /** What tags named before this object moved them: whole entries, as others wrote them. */
  private final Map<String, List<JsonNode>> displaced = new ConcurrentHashMap<>();

  private volatile boolean created;

  LayoutFolder(Path directory, String name, LayoutBlobs blobs, Log log) {
    this.directory = directory;
    this.name = name;
    this.blobs = blobs;
    this.lock = new DirectoryLock(directory.resolve(LOCK), log);
  }

  /** Whether anything was ever written here. */
  boolean exists() {
    return Files.exists(indexFile());
  }

  LayoutIndex index() throws IOException {
    return LayoutIndex.read(indexFile());
  }

  /** Makes a tag name this content, and remembers what stood there. */
  void tag(String tag, Descriptor content) throws IOException {
    edit(index -> tag(index, tag, content));
  }

  private void tag(LayoutIndex index, String tag, Descriptor content) {
    boolean named = names(index, tag, content.digest());
    List<JsonNode> before = index.put(tag, content);
    if (!named) {
      displaced.put(tag, before);
    }
  }

  /**
   * The same where the tag still names what was seen, or this content already: another build may
   * have had the lock meanwhile.
   *
   * @param seen empty where it named nothing
   * @throws TagMovedException where it names something else
   */
  void tag(String tag, Descriptor content, Optional<Digest> seen) throws IOException {
    edit(
        index -> {
          Optional<Digest> now = index.find(tag).map(Descriptor::digest);
          if (!now.equals(seen) && !now.equals(Optional.of(content.digest()))) {
            String before = seen.map(Digest::toString).orElse("nothing yet");
            throw new TagMovedException(name, tag, before, now);
          }
          tag(index, tag, content);
        });
  }

  /**
   * Drops a tag that names nothing but what was put there.
   *
   * @return whether there is no such tag any more
   */
  boolean withdraw(String tag, Digest moved) throws IOException {
    create();
    return lock.run(
        () -> {
          LayoutIndex index = index();
          if (!names(index, tag, moved)) {
            return index.find(tag).isEmpty();
          }
          index.remove(tag);
          write(index);
          return true;
        });
  }

  private void edit(Consumer<LayoutIndex> change) throws IOException {
    create();
    lock.run(
        () -> {
          LayoutIndex index = index();
          change.accept(index);
          write(index);
          return index;
        });
  }

  /**
   * Undoes {@link #tag} where the tag still names what that put there.
   *
   * @return whether it names what it named before
   */
  boolean putBack(String tag, Descriptor before, Digest moved) throws IOException {
    create();
    return lock.run(
        () -> {
          LayoutIndex index = index();
          if (!names(index, tag, moved)) {
            return names(index, tag, before.digest());
          }
          index.putBack(tag, displaced.getOrDefault(tag, List.of()));
          if (!names(index, tag, before.digest())) {
            index.put(tag, before); // moved by another object, or never by this one
          }
          write(index);
          return true;
        });
  }

  private static boolean names(LayoutIndex index, String tag, Digest digest) {
    return index.find(tag).map(Descriptor::digest).equals(Optional.of(digest));
  }

  /** Replaces {@code index.json} by one that names these alone, whatever it was. */
  void setRoots(Collection<Descriptor> images) throws IOException {
    create();
    lock.run(
        () -> {
          LayoutIndex index = LayoutIndex.empty(indexFile());
          images.forEach(index::add);
          write(index);
          return index;
        });
  }

  /** Makes the layout, once for this object; one that is there already stays as it is. */
  void create() throws IOException {
    if (created) {
      return;
    }
    Disk.createFolder(directory);
    refuseForeignFolder();
    lock.run(
        () -> {
          blobs.prepare();
          if (!exists()) {
            write(LayoutIndex.empty(indexFile()));
          }
          if (!Files.exists(directory.resolve(MARKER))) {
            ObjectNode version = Json.object().put("imageLayoutVersion", "1.0.0");
            Disk.replace(Json.bytes(version), blobs.temporaryFile(), directory.resolve(MARKER));
          }
          return directory;
        });
    created = true;
  }

  private void write(LayoutIndex index) throws IOException {
    Disk.replace(index.bytes(), blobs.temporaryFile(), indexFile());
  }

  private Path indexFile() {
    return directory.resolve(INDEX);
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
}
