package io.github.imagemaven.build;

import io.github.imagemaven.layer.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a module's classes folder are in its jar, and so in the image: whatever keeps one
 * out of the jar, maven-jar-plugin's patterns or another plugin, keeps it out of the image.
 *
 * <p>A jar that holds classes of elsewhere was made anew (shaded, obfuscated). Classes, and the
 * services that refer to them, may be called otherwise there, so that it tells nothing of them.
 *
 * @param folder the classes folder
 * @param jar the names in the jar, without what Spring Boot puts before them; null where there is
 *     no jar, which leaves nothing out
 * @param madeAnew whether the jar holds classes that the folder does not
 */
record ShippedFiles(Path folder, @Nullable Set<String> jar, boolean madeAnew) {
  private static final String META = "META-INF/";
  private static final String SERVICES = META + "services/";

  /**
   * Reads the names.
   *
   * @param artifact the jar; may be missing
   * @throws io.github.imagemaven.report.ConfigurationException where it is no archive
   */
  static ShippedFiles of(Path folder, Path artifact) throws IOException {
    if (!Files.exists(artifact)) {
      return new ShippedFiles(folder, null, false);
    }
    Set<String> jar = names(artifact);
    Set<String> own = classes(folder);
    boolean madeAnew =
        jar.stream()
            .filter(name -> isClass(name) && !name.startsWith(META))
            .anyMatch(name -> !own.contains(name) && !SpringBootArchive.isLoader(name));
    return new ShippedFiles(folder, jar, madeAnew);
  }

  private static Set<String> names(Path artifact) throws IOException {
    try (ZipFile zip = new ZipFile(artifact.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .map(SpringBootArchive::withoutPrefix)
          .collect(Collectors.toSet());
    } catch (ZipException e) {
      throw Unpacked.notAnArchive(artifact, e);
    }
  }

  private static Set<String> classes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> ApplicationContent.slashes(folder.relativize(file)))
          .filter(ShippedFiles::isClass)
          .collect(Collectors.toSet());
    }
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class");
  }

  /**
   * Whether a file of the folder is in the image.
   *
   * @throws io.github.imagemaven.report.EnvironmentException where this process may have misread
   *     its name, and so does not find it
   */
  boolean has(Path file) {
    String name = ApplicationContent.slashes(folder.relativize(file));
    if (jar == null
        || jar.contains(name)
        || (madeAnew && (isClass(name) || name.startsWith(SERVICES)))) {
      return true;
    }
    FileNames.check(name, file);
    return false;
  }
}
