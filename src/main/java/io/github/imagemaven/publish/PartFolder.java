package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part files below a folder: a module's {@code target/image/parts}, or those of one image among
 * {@link GatheredParts}.
 *
 * @param directory where they were looked for
 * @param files sorted by path
 */
public record PartFolder(Path directory, List<PartFile> files) {
  /** Only Linux images are built; JSON of other names is not ours. */
  private static final Pattern NAME = Pattern.compile("linux-[a-z0-9_]+(?:-[a-z0-9_.]+)?\\.json");

  /** A part has some kilobytes: names of its layers, and annotations. */
  private static final int LARGEST = 4 << 20;

  /** Copies the list. */
  public PartFolder {
    files = List.copyOf(files);
  }

  /**
   * Reads every part file in a folder and the folders below it. None is passed over that has a
   * part's name: one that cannot be read may be the one that is missing.
   *
   * @return without files where there is no such folder
   * @throws PartsException where one of them cannot be believed
   */
  public static PartFolder find(Path directory) throws IOException {
    List<PartFile> files = new ArrayList<>();
    for (Path path : paths(directory)) {
      files.add(PartFile.read(path));
    }
    return new PartFolder(directory, files);
  }

  /** The files below a folder that have a part's name, sorted. */
  static List<Path> paths(Path directory) throws IOException {
    return named(directory, name -> NAME.matcher(name).matches());
  }

  /**
   * The files of a name in a folder, which may be a link to one, and the folders below it, sorted.
   *
   * @return none where there is no such folder
   * @throws PartsException where the way to one of them is no plain text
   */
  static List<Path> named(Path directory, Predicate<String> name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    Path real = directory.toRealPath();
    try (Stream<Path> all = Files.walk(real)) {
      return all.filter(path -> name.test(String.valueOf(path.getFileName())))
          .filter(Files::isRegularFile)
          .peek(path -> requirePlain(real.relativize(path).toString(), directory))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Messages say where a file is, and whoever brought it here has named its folders. */
  private static void requirePlain(String path, Path directory) {
    if (!Quoted.isPlain(path)) {
      throw new PartsException(
          "in %s is %s: expected names of one line of plain text; bring the files of that run here again"
              .formatted(directory, Quoted.of(path)));
    }
  }

  /**
   * The bytes of one of them.
   *
   * @throws PartsException where it is larger than any can be
   */
  static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new PartsException(
            path
                + " is larger than 4 MiB, which no part is: take the file as the run that built"
                + " this platform left it, or run that build again");
      }
      return bytes;
    }
  }

  /**
   * Removes what an earlier run has left of these platforms, and word that there is no image.
   *
   * @param folder one image's own
   */
  public static void forget(Path folder, Set<Platform> platforms) throws IOException {
    Files.deleteIfExists(folder.resolve(NoImageNote.FILE));
    for (Path path : paths(folder)) {
      if (isOf(path, platforms)) {
        Files.delete(path);
      }
    }
    Files.deleteIfExists(folder.resolve(NoImageNote.FILE));
  }

  /** Removes every part, and word that there is none. */
  public static void forgetAll(Path folder) throws IOException {
    for (Path path : all(folder)) {
      Files.delete(path);
    }
  }

  /**
   * Removes what cannot be joined any more: parts that runs of other commits have left, word of
   * theirs that there is none, and what nobody can read.
   *
   * @param folder one image's own
   * @param revision the commit that is checked out
   */
  public static void forgetOthers(Path folder, String revision) throws IOException {
    for (Path path : all(folder)) {
      if (!revision.equals(revision(path))) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> all(Path folder) throws IOException {
    return named(folder, name -> NAME.matcher(name).matches() || name.equals(NoImageNote.FILE));
  }

  private static @Nullable String revision(Path path) throws IOException {
    try {
      return path.endsWith(NoImageNote.FILE)
          ? NoImageNote.read(path).revision()
          : PartFile.read(path).part().origin().revision();
    } catch (PartsException e) {
      return null;
    }
  }

  /** Also one that cannot be read, and has the name. */
  private static boolean isOf(Path path, Set<Platform> platforms) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (platforms.stream().anyMatch(each -> name.equals(each.fileName() + ".json"))) {
      return true;
    }
    try {
      return PartFile.read(path).part().requested().stream().anyMatch(platforms::contains);
    } catch (PartsException e) {
      return false;
    }
  }

  /** How long the run took that was building longest; null where none says it. */
  public @Nullable Duration longestBuild() {
    return files.stream()
        .flatMap(file -> Stream.ofNullable(file.part().buildTime()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Where they were looked for, in words. */
  public String where() {
    return directory + (Files.isDirectory(directory) ? "" : " (there is no such folder)");
  }
}
