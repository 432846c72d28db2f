package io.github.imagemaven.store;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Keeps a folder of blobs below a number of bytes; a blob's time is that of its last use.
 *
 * <p>Both are favours to later runs, and no reason to fail this one: the folder may be shared, and
 * then a blob goes at any time, or is another user's, whose time and file are not ours to change.
 */
final class CacheBound {
  private final Path blobs;
  private final long limit;
  private final Log log;

  CacheBound(Path blobs, long limit, Log log) {
    this.blobs = blobs;
    this.limit = limit;
    this.log = log;
  }

  private record Stored(Path file, long size, FileTime lastUse) {}

  /** Notes that a blob is used now, where that can be noted. */
  void used(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      log.debug("cache: the time of last use was not kept: " + e);
    }
  }

  /**
   * Removes blobs, least recently used first, until the rest fits, or what is left may not be
   * removed.
   *
   * @param inUse never removed
   * @param newest never removed
   */
  void enforce(Set<Digest> inUse, Digest newest) throws IOException {
    List<Stored> stored = list();
    long total = stored.stream().mapToLong(Stored::size).sum();
    for (Stored candidate : stored) {
      if (total <= limit) {
        return;
      }
      Digest digest = digest(candidate.file());
      if (!inUse.contains(digest) && !digest.equals(newest)) {
        total -= remove(candidate);
      }
    }
  }

  /** Gives the bytes that are free now. */
  private long remove(Stored blob) {
    try {
      Files.deleteIfExists(blob.file());
      return blob.size();
    } catch (IOException e) {
      log.debug("cache: no room was made: " + e);
      return 0;
    }
  }

  private List<Stored> list() throws IOException {
    List<Stored> stored = new ArrayList<>();
    for (String algorithm : List.of("sha256", "sha512")) {
      Path folder = blobs.resolve(algorithm);
      if (Files.isDirectory(folder)) {
        addAll(folder, stored);
      }
    }
    stored.sort(Comparator.comparing(Stored::lastUse));
    return stored;
  }

  private static void addAll(Path folder, List<Stored> stored) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Digest.isValid(text(file))) {
          addIfThere(file, stored);
        }
      }
    }
  }

  private static void addIfThere(Path file, List<Stored> stored) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      stored.add(new Stored(file, found.size(), found.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return; // another process made room
    }
  }

  private static Digest digest(Path file) {
    return Digest.of(text(file));
  }

  private static String text(Path file) {
    Path folder = file.getParent();
    return (folder == null ? "" : folder.getFileName()) + ":" + file.getFileName();
  }
}
