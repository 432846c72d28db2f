package io.github.imagemaven.layer;

import io.github.imagemaven.layer.LayerEntry.Content;
import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a layer is written from, as far as it can be known without reading the files: a digest over
 * all entries and, of their files, identity, size and times. Equal inputs make equal layers.
 *
 * @param digest of all that was looked at
 * @param settled whether no file had changed in the two seconds before it was looked at. A file
 *     that has may change once more without any of its times showing it
 */
public record LayerInputs(Digest digest, boolean settled) {
  /** As coarse as the times of any file system in use. */
  private static final Duration GRANULARITY = Duration.ofSeconds(2);

  /**
   * Looks at the files.
   *
   * @param modified what the {@link LayerWriter} is given
   * @throws LayerException where a file cannot be looked at
   * @throws io.github.imagemaven.report.ConfigurationException where entries contradict each other
   */
  public static LayerInputs of(Collection<LayerEntry> entries, Instant modified) {
    MessageDigest hasher = Digest.sha256();
    Instant newest = Instant.MIN;
    Instant now = Instant.now();
    add(hasher, LayerWriter.FORMAT, modified.getEpochSecond());
    for (LayerEntry entry : LayerTree.of(entries)) {
      add(hasher, entry.path(), entry.mode(), entry.uid(), entry.gid());
      if (entry.content() instanceof Content.File file) {
        Instant changed = addFile(hasher, file.file());
        newest = changed.isAfter(newest) ? changed : newest;
      } else {
        addContent(hasher, entry.content());
      }
    }
    return new LayerInputs(Digest.ofSha256(hasher), newest.isBefore(now.minus(GRANULARITY)));
  }

  /** Adds what identifies the file's present content; returns when it changed last. */
  private static Instant addFile(MessageDigest hasher, Path file) {
    Instant changed = Instant.MIN;
    for (Map.Entry<String, Object> attribute : attributes(file).entrySet()) {
      add(hasher, attribute.getKey());
      if (attribute.getValue() instanceof FileTime time) {
        Instant instant = time.toInstant();
        add(hasher, instant.getEpochSecond(), instant.getNano()); // its text takes longer to write
        changed = instant.isAfter(changed) ? instant : changed;
      } else {
        add(hasher, attribute.getValue());
      }
    }
    return changed;
  }

  private static Map<String, Object> attributes(Path file) {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    String names = unix ? "unix:dev,ino,size,lastModifiedTime,ctime" : "size,lastModifiedTime";
    try {
      return new TreeMap<>(Files.readAttributes(file, names));
    } catch (IOException e) {
      throw LayerException.unreadable(file, e);
    }
  }

  private static void addContent(MessageDigest hasher, Content content) {
    if (content instanceof Content.Bytes bytes) {
      add(hasher, "bytes", bytes.bytes().length);
      hasher.update(bytes.bytes());
    } else if (content instanceof Content.SymbolicLink link) {
      add(hasher, "link", link.target());
    } else {
      add(hasher, "directory");
    }
  }

  /** Adds values so that other values, or the same differently divided, give another digest. */
  private static void add(MessageDigest hasher, Object... values) {
    for (Object value : values) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      hasher.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      hasher.update(bytes);
    }
  }
}
