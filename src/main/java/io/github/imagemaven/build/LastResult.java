package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What an engine made of a platform when it was built last: writing an image out of an engine's
 * storage compresses all of it, and for one that has not changed that is most of the work.
 *
 * @param folder a platform's own, beside the layout
 */
record LastResult(Path folder) {
  private static final String ID = "image-id";

  /** Of a platform. */
  static LastResult of(BuildRequest request, Platform platform) {
    return new LastResult(request.directory().resolve("engine-" + platform.fileName()));
  }

  EngineResult read() throws IOException {
    return EngineResult.read(folder);
  }

  /**
   * Whether it is of this image, and the layout still has all of its layers but those that are had
   * elsewhere and that it names as they are there: an image must not depend on what was built
   * before.
   *
   * @param id the engine's, the digest of a config
   * @param elsewhere layers that are had elsewhere, by the digests of their tars
   */
  boolean isOf(String id, OciLayout layout, Map<String, Descriptor> elsewhere) throws IOException {
    Path known = folder.resolve(ID);
    if (!Files.exists(known) || !Files.readString(known).equals(id)) {
      return false;
    }
    try {
      EngineResult result = read();
      JsonNode contents = result.config().path("rootfs").path("diff_ids");
      for (int i = 0; i < result.layers().size(); i++) {
        Descriptor layer = result.layers().get(i);
        Descriptor there = elsewhere.get(contents.path(i).asText());
        if (there == null ? !layout.hasBlob(layer) : !there.equals(layer)) {
          return false;
        }
      }
      return true;
    } catch (PlatformBuildException | NoSuchFileException e) {
      return false; // somebody has damaged it, which costs time and nothing else
    }
  }

  /** Keeps everything of a result but its layers, which the layout has. */
  void keep(String id, EngineResult result) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(ID)); // what is here meanwhile is not to be believed
    for (Path file : result.documents()) {
      Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.write(folder.resolve(ID), id.getBytes(UTF_8));
  }
}
