package io.github.imagemaven.load;

import io.github.imagemaven.oci.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image as podman's {@code dir:} has it: manifest and blobs in one folder, here by links to
 * where they are.
 *
 * <p>Source: <a
 * href="https://github.com/containers/image/blob/main/docs/containers-transports.5.md">
 * containers-transports</a>, "dir".
 *
 * @param size the bytes of layers that are not known to be held
 */
record ImageFolder(Path path, long size) {
  private static final String VERSION = "Directory Transport Version: 1.1\n";

  /**
   * Makes the folder.
   *
   * @param held how many of the lowest layers podman has, and will not open: of those the ones that
   *     are not on this machine are left out
   * @param folder made anew
   */
  static ImageFolder write(DeskImage image, int held, Path folder) throws IOException {
    if (Files.exists(folder)) { // of an attempt before this one
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve("manifest.json"), image.raw().bytes());
    Files.write(folder.resolve("version"), VERSION.getBytes(StandardCharsets.UTF_8));
    link(folder, image, image.configBlob());
    List<Descriptor> layers = image.layers();
    long size = 0;
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      if (i >= held || image.isHere(layer)) {
        link(folder, image, layer);
      }
      size += i >= held ? layer.size() : 0;
    }
    return new ImageFolder(folder, size);
  }

  private static void link(Path folder, DeskImage image, Descriptor blob) throws IOException {
    Path link = folder.resolve(blob.digest().hex());
    if (!Files.exists(link)) { // a layer may be there twice
      Files.createSymbolicLink(link, image.file(blob).toAbsolutePath());
    }
  }
}
