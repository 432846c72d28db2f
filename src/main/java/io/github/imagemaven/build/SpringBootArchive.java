package io.github.imagemaven.build;

import io.github.imagemaven.report.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What the artifact's manifest says, and, if {@code spring-boot-maven-plugin} repackaged it, which
 * libraries it holds and how they are layered.
 *
 * <p>Source: <a
 * href="https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html">Spring
 * Boot, the executable jar format</a>.
 *
 * @param mainClass {@code Start-Class}, else {@code Main-Class}; null where there is neither
 * @param repackaged whether Spring Boot made the archive
 * @param libraries entry by entry what each library that counts is; empty where not repackaged
 * @param layers null where the archive is not layered
 * @param indexes the entries that say what of the archive is what
 */
record SpringBootArchive(
    @Nullable String mainClass,
    boolean repackaged,
    Map<String, Content> libraries,
    @Nullable LayersIndex layers,
    Set<String> indexes) {
  private static final String LAYERS_INDEX = "Spring-Boot-Layers-Index";
  private static final String JAR_LIBRARIES = "BOOT-INF/lib/";
  private static final String WAR_LIBRARIES = "WEB-INF/lib/";

  /** Jars that Spring Boot adds for its own {@code java -Djarmode}, no part of the class path. */
  private static final String JARMODE = "spring-boot-jarmode-";

  /** What tells a library from another of the same name. */
  record Content(long size, long crc) {
    private static Content of(ZipEntry entry) {
      return new Content(entry.getSize(), entry.getCrc());
    }
  }

  SpringBootArchive {
    libraries = Map.copyOf(libraries);
    indexes = Set.copyOf(indexes);
  }

  /** An artifact that says nothing. */
  static SpringBootArchive none() {
    return plain(null);
  }

  /**
   * Reads an artifact.
   *
   * @param artifact a jar or war, or one unpacked; may be missing
   * @throws ConfigurationException where it is no archive
   */
  static SpringBootArchive read(Path artifact) throws IOException {
    if (Files.isDirectory(artifact)) {
      return readUnpacked(artifact);
    }
    if (!Files.exists(artifact)) {
      return none();
    }
    try (JarFile jar = new JarFile(artifact.toFile(), false)) {
      return readJar(jar, artifact);
    } catch (ZipException e) {
      throw Unpacked.notAnArchive(artifact, e);
    }
  }

  private static SpringBootArchive readJar(JarFile jar, Path artifact) throws IOException {
    Manifest manifest = jar.getManifest();
    Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
    if (!isRepackaged(attributes)) {
      return plain(attributes.getValue("Main-Class"));
    }
    Map<String, Content> libraries =
        jar.stream()
            .filter(entry -> isLibrary(entry.getName()))
            .collect(Collectors.toMap(ZipEntry::getName, Content::of, (a, b) -> a));
    String index = attributes.getValue(LAYERS_INDEX);
    JarEntry indexEntry = index == null ? null : jar.getJarEntry(index);
    LayersIndex layers = null;
    if (indexEntry != null) {
      try (InputStream stream = jar.getInputStream(indexEntry)) {
        layers = layers(stream.readAllBytes(), artifact + "!/" + index);
      }
    }
    return repackaged(attributes, libraries, layers);
  }

  private static SpringBootArchive readUnpacked(Path root) throws IOException {
    Path file = root.resolve("META-INF").resolve("MANIFEST.MF");
    Attributes attributes = new Attributes();
    if (Files.exists(file)) {
      try (InputStream stream = Files.newInputStream(file)) {
        attributes = new Manifest(stream).getMainAttributes();
      }
    }
    if (!isRepackaged(attributes)) {
      return plain(attributes.getValue("Main-Class"));
    }
    String index = attributes.getValue(LAYERS_INDEX);
    Path indexFile = index == null ? root : root.resolve(index);
    LayersIndex layers =
        Files.isRegularFile(indexFile)
            ? layers(Files.readAllBytes(indexFile), indexFile.toString())
            : null;
    return repackaged(attributes, Map.of(), layers);
  }

  private static SpringBootArchive repackaged(
      Attributes attributes, Map<String, Content> libraries, @Nullable LayersIndex layers) {
    Set<String> indexes =
        Stream.of(LAYERS_INDEX, "Spring-Boot-Classpath-Index")
            .map(attributes::getValue)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return new SpringBootArchive(
        attributes.getValue("Start-Class"), true, libraries, layers, indexes);
  }

  private static SpringBootArchive plain(@Nullable String mainClass) {
    return new SpringBootArchive(mainClass, false, Map.of(), null, Set.of());
  }

  private static boolean isRepackaged(Attributes attributes) {
    return attributes.getValue("Start-Class") != null
        && attributes.getValue("Spring-Boot-Version") != null;
  }

  private static boolean isLibrary(String entry) {
    String name = entry.substring(entry.lastIndexOf('/') + 1);
    boolean inside = entry.startsWith(JAR_LIBRARIES) || entry.startsWith(WAR_LIBRARIES);
    return inside && name.endsWith(".jar") && !isJarmode(name);
  }

  /** Whether a library is Spring Boot's own and no part of the class path. */
  static boolean isJarmode(String fileName) {
    return fileName.startsWith(JARMODE);
  }

  private static LayersIndex layers(byte[] bytes, String where) {
    return LayersIndex.parse(new String(bytes, StandardCharsets.UTF_8), where);
  }
}
