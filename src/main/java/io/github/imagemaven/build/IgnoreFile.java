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
    ContainerfileSource source = request.containerfile();
    Path context = source.context().toRealPath();
    Path output = request.directory().toRealPath();
    if (!output.startsWith(context)) {
      return new IgnoreFile(List.of());
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Path own = own(source);
    if (own != null) {
      lines.write(Files.readAllBytes(own));
      lines.write('\n');
    }
    String name = context.relativize(output).toString().replace('\\', '/');
    lines.write((name + "\n").getBytes(UTF_8));
    Path file = Files.write(folder.resolve("ignore"), lines.toByteArray());
    return new IgnoreFile(List.of("--ignorefile", file.toString()));
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
