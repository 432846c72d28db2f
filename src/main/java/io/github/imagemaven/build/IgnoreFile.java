package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a context is left out: what the user says, and the folder that the image is built in.
 * With that one in it {@code COPY . .} would put every image into the next, and never be the same.
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
   * Writes one, where the context has the folder in it.
   *
   * @param folder for the file
   */
  static IgnoreFile of(BuildRequest request, Path folder) throws IOException {
    if (output(request) == null) {
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
    String output = output(request);
    if (output != null) {
      lines.write((output + "\n").getBytes(UTF_8));
    }
    return lines.toByteArray();
  }

  /** The folder that the image is built in, relative to the context; null where it is outside. */
  private static @Nullable String output(BuildRequest request) throws IOException {
    Path context = request.containerfile().context().toRealPath();
    Path output = request.directory().toRealPath();
    return output.startsWith(context)
        ? context.relativize(output).toString().replace('\\', '/')
        : null;
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
