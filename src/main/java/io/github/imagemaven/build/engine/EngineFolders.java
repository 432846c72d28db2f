package io.github.imagemaven.build.engine;

import io.github.imagemaven.report.Log;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that engines work with while an image is built.
 *
 * @param results for what an engine makes; on the disk of the layout
 * @param temporary for what nobody but this user may read; the engine's own temporary files are
 *     here too
 */
record EngineFolders(Path results, Path temporary) {
  private static final String PREFIX = "image-engine-";

  /** In the results: where the other folder is, for the run after one that was killed. */
  private static final String WHERE = "temporary";

  /** Makes them, and deletes what a run has left that was killed. */
  static EngineFolders make(Path results, Map<String, String> environment, Log log)
      throws IOException {
    deleteLeft(results, log);
    Files.createDirectories(results);
    // Nobody else may look into it: temporary directories of Java's are made so.
    Path temporary = Files.createTempDirectory(usual(environment), PREFIX);
    Files.writeString(results.resolve(WHERE), temporary.toString());
    return new EngineFolders(results, temporary);
  }

  /** Where engines have their temporary files, which may be large. */
  private static Path usual(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("TMPDIR", ""), "/var/tmp")
        .filter(each -> !each.isEmpty())
        .map(Path::of)
        .filter(each -> Files.isDirectory(each) && Files.isWritable(each))
        .findFirst()
        .orElse(Path.of(System.getProperty("java.io.tmpdir")));
  }

  private static void deleteLeft(Path results, Log log) throws IOException {
    Path where = results.resolve(WHERE);
    if (Files.isRegularFile(where)) {
      try {
        Path left = Path.of(Files.readString(where));
        boolean isOurs = String.valueOf(left.getFileName()).startsWith(PREFIX);
        if (left.isAbsolute() && isOurs) {
          delete(left);
        }
      } catch (InvalidPathException | IOException e) {
        log.debug("what an earlier build left stays: " + e);
      }
    }
    delete(results);
  }

  /** Deletes both. */
  void delete(Log log) {
    for (Path folder : List.of(temporary, results)) {
      try {
        delete(folder);
      } catch (IOException e) {
        log.warn(folder + " cannot be deleted and may be: " + e);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  /** Also of folders that engines let nobody look into, as they do who are not root. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    /** Comes too where a folder cannot be listed. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // who made it has deleted it
      }
      if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || Files.isReadable(file)) {
        throw failure;
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
