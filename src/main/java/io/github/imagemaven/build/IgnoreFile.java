package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagemaven.build.EngineOptions.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a context is left out: what the user says, the folder that images are built in, and files
 * of secrets. With that folder in it {@code COPY . .} would put every image into the next, and
 * never be the same.
 *
 * <p>Source: buildah-build(1), Containerfile(5): which file counts; the last line that fits wins.
 *
 * @param options of an engine's command that builds
 */
record IgnoreFile(List<String> options) {
  IgnoreFile {
    options = List.copyOf(options);
  }

  /**
   * Writes one, where the context has any of that in it.
   *
   * @param folder for the file
   */
  static IgnoreFile of(BuildRequest request, Path folder) throws IOException {
    if (leftOut(request).isEmpty()) {
      return new IgnoreFile(List.of());
    }
    Path file = Files.write(folder.resolve("ignore"), lines(request));
    return new IgnoreFile(List.of("--ignorefile", file.toString()));
  }

  /**
   * Writes one for Docker's buildx, which takes none by an option and knows none of podman's names,
   * beside a copy of the Containerfile, where it looks first.
   *
   * @param folder for both files
   * @return the copy
   */
  static Path besideCopy(BuildRequest request, Path folder) throws IOException {
    Path file = request.containerfile().file();
    String name = file.getFileName().toString();
    Files.write(folder.resolve(name + ".dockerignore"), lines(request));
    return Files.copy(file, folder.resolve(name));
  }

  private static byte[] lines(BuildRequest request) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Path own = own(request.containerfile());
    if (own != null) {
      lines.write(Files.readAllBytes(own));
      lines.write('\n');
    }
    for (String each : leftOut(request)) {
      lines.write((pattern(each) + "\n").getBytes(UTF_8));
    }
    return lines.toByteArray();
  }

  /**
   * One that fits this path alone. Engines make a regular expression of what is not a star, and
   * know comments, exceptions and spaces around a line.
   */
  private static String pattern(String path) {
    return path.replaceAll("[\\s\\p{Cntrl}]", "?").replaceAll("[\\\\*\\[\\](){}+|^$!#]", "\\\\$0");
  }

  /**
   * What of the context no step may take, relative to it: where images are built, and files of
   * secrets.
   */
  private static Set<String> leftOut(BuildRequest request) throws IOException {
    ContainerfileSource source = request.containerfile();
    List<Path> paths = new ArrayList<>(List.of(source.output(), request.directory()));
    for (Secret secret : source.options().secrets().values()) {
      if (secret instanceof Secret.InFile file) {
        paths.add(file.path());
      }
    }
    Path context = source.context().toRealPath();
    Set<String> relative = new LinkedHashSet<>();
    for (Path path : paths) {
      for (Path real : real(path.toAbsolutePath())) {
        if (real.startsWith(context) && !real.equals(context)) {
          List<String> names = new ArrayList<>();
          context.relativize(real).forEach(name -> names.add(name.toString()));
          relative.add(String.join("/", names));
        }
      }
    }
    return relative;
  }

  /** Where it is itself, which may be a link, and where that leads to, which has the content. */
  private static Set<Path> real(Path path) throws IOException {
    Set<Path> real = new LinkedHashSet<>();
    Path parent = path.getParent();
    if (parent != null && Files.isDirectory(parent)) {
      real.add(parent.toRealPath().resolve(path.getFileName()));
    }
    if (Files.exists(path)) {
      real.add(path.toRealPath());
    }
    return real;
  }

  /** The one that an engine would take; null where there is none. */
  private static @Nullable Path own(ContainerfileSource source) {
    String beside = source.file().getFileName().toString();
    return Stream.of(
            source.file().resolveSibling(beside + ".containerignore"),
            source.file().resolveSibling(beside + ".dockerignore"),
            source.context().resolve(".containerignore"),
            source.context().resolve(".dockerignore"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }
}
