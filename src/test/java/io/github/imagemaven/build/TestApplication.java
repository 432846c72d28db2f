package io.github.imagemaven.build;

import io.github.imagemaven.build.JavaApplication.Dependency;
import io.github.imagemaven.build.JavaApplication.Kind;
import io.github.imagemaven.build.JavaApplication.Packaging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A small application as its build would leave it: compiled classes, resources, jars. */
final class TestApplication {
  static final String MAIN = "io.github.imagemaven.build.SampleMain";

  final Path directory;
  final Path classes;
  final List<Dependency> dependencies = new ArrayList<>();
  final List<Path> extraDirectories = new ArrayList<>();
  Packaging packaging = Packaging.JAR;
  Path artifact;
  @Nullable String mainClass;
  List<String> jvmFlags = List.of();
  @Nullable String appRoot;
  @Nullable String owner;
  int javaRelease = 17;
  Predicate<String> inJar = any -> true;

  TestApplication(Path directory) {
    this.directory = directory;
    this.classes = directory.resolve("target/classes");
    this.artifact = directory.resolve("target/app.jar");
  }

  /** One main class, one resource, one dependency of each kind. */
  static TestApplication usual(Path directory) throws IOException {
    TestApplication application = new TestApplication(directory);
    application.addClass(SampleMain.class);
    application.write("target/classes/greeting.txt", "hello");
    application.dependency("org.acme:library:1.0", "library-1.0.jar", Kind.RELEASE);
    application.dependency("org.acme:fresh:2-SNAPSHOT", "fresh-2-SNAPSHOT.jar", Kind.SNAPSHOT);
    application.dependency("com.acme:module:3", "module-3.jar", Kind.PROJECT);
    return application;
  }

  JavaApplication get() {
    return new JavaApplication(
        packaging,
        artifact,
        classes,
        dependencies,
        mainClass,
        jvmFlags,
        extraDirectories,
        appRoot,
        owner,
        javaRelease,
        inJar);
  }

  /** Puts a class of the tests among the application's. */
  Path addClass(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytesOf(type));
  }

  static byte[] bytesOf(Class<?> type) throws IOException {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream stream = type.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Path dependency(String coordinates, String fileName, Kind kind) throws IOException {
    Path file = directory.resolve("repository/" + coordinates.replace(':', '/') + "/" + fileName);
    zip(file, Map.of("META-INF/id.txt", coordinates.getBytes(StandardCharsets.UTF_8)), false);
    dependencies.add(new Dependency(file, kind, coordinates));
    return file;
  }

  /** Writes a jar or war; entries in the map's order, all of one time. */
  static void zip(Path file, Map<String, byte[]> entries, boolean stored) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setTime(1_000_000_000_000L);
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(each.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(each.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
  }

  static Map<String, byte[]> entries(Object... namesAndContents) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      Object content = namesAndContents[i + 1];
      entries.put(
          (String) namesAndContents[i],
          content instanceof byte[] bytes
              ? bytes
              : content.toString().getBytes(StandardCharsets.UTF_8));
    }
    return entries;
  }
}
