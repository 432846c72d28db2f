package io.github.imagemaven.build;

import io.github.imagemaven.layer.FileNames;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A folder with what an archive holds. A file that has its entry's size and CRC-32 already is left
 * untouched, so that a layer made of it is known to be unchanged.
 */
final class Unpacked {
  private final Path archive;
  private final Path folder;
  private final Set<Path> current = new HashSet<>();

  private Unpacked(Path archive, Path folder) {
    this.archive = archive;
    this.folder = folder;
  }

  /**
   * Brings the folder up to date; what is not in the archive is deleted from it.
   *
   * @param wanted which entries, by name
   * @return the folder
   * @throws ConfigurationException where the archive is none, or an entry leads out of it
   */
  static Path sync(Path archive, Path folder, Predicate<String> wanted) throws IOException {
    Unpacked unpacked = new Unpacked(archive, Files.createDirectories(folder).normalize());
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(e -> !e.isDirectory() && wanted.test(e.getName())).toList();
      entries.forEach(entry -> unpacked.current.add(unpacked.file(entry)));
      unpacked.deleteOthers(); // first: a folder may have become a file
      for (ZipEntry entry : entries) {
        unpacked.put(zip, entry);
      }
      return unpacked.folder;
    } catch (ZipException e) {
      throw notAnArchive(archive, e);
    }
  }

  /** What to say of a file that should be a jar or war. */
  static ConfigurationException notAnArchive(Path archive, ZipException e) {
    return new ConfigurationException(
        archive + " is no jar or war (" + e.getMessage() + "): build it again");
  }

  /**
   * @throws EnvironmentException where this process cannot write a file of that name
   */
  private Path file(ZipEntry entry) {
    Path file;
    try {
      file = folder.resolve(entry.getName()).normalize();
    } catch (InvalidPathException e) {
      throw FileNames.misread(archive + ": " + entry.getName(), e);
    }
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new ConfigurationException(
          archive + " has the entry '" + entry.getName() + "', which leads out of it");
    }
    return file;
  }

  private void put(ZipFile zip, ZipEntry entry) throws IOException {
    Path file = file(entry);
    if (!holds(file, entry)) {
      Files.createDirectories(file.getParent());
      try (InputStream content = zip.getInputStream(entry)) {
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean holds(Path file, ZipEntry entry) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
      return false;
    }
    return crc(file) == entry.getCrc();
  }

  /** The CRC-32 of a file. */
  static long crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    }
    return crc.getValue();
  }

  private void deleteOthers() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!current.contains(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            try {
              Files.delete(visited);
            } catch (DirectoryNotEmptyException e) {
              return FileVisitResult.CONTINUE; // it is still wanted
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
