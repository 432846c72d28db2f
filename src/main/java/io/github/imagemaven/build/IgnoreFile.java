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
      lines.write((each + "\n").getBytes(UTF_8));
    }
    return lines.toByteArray();
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
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null && Files.isDirectory(parent)) {
        Path real = parent.toRealPath().resolve(path.getFileName()); // a link is itself left out
        if (real.startsWith(context) && !real.equals(context)) {
          relative.add(context.relativize(real).toString().replace('\\', '/'));
        }
      }
    }
    return relative;
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
