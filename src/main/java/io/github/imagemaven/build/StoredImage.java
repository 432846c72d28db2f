package io.github.imagemaven.build;

import io.github.imagemaven.build.engine.Engine;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image in buildah's storage, of which only those layers are written that nobody else has.
 *
 * <p>A layout that buildah writes into, unlike a folder ({@code dir:}), may have blobs already, and
 * those it neither reads nor compresses; it knows them by the digest of their content, since that
 * is what its storage has. An empty file of that name is enough. The config of a layout has no
 * health check; buildah shows the one that it has, byte for byte, which its id is the digest of.
 *
 * <p>Source: containers/image, {@code containers-transports(5)}, {@code oci:}; {@code
 * buildah-inspect(1)}, {@code buildah-push(1)}.
 */
final class StoredImage {
  private final EngineWork work;
  private final String id;
  private final Path folder;
  private final Path blobs;

  private StoredImage(EngineWork work, String id, Path folder) {
    this.work = work;
    this.id = id;
    this.folder = folder;
    this.blobs = folder.resolve("image/blobs/sha256");
  }

  /** Whether images can be written so. With a colon in a layout's path its tag would begin. */
  static boolean canLeaveLayers(EngineWork work) {
    return work.engine().kind() == Engine.Kind.BUILDAH
        && work.runs().results().toString().indexOf(':') < 0;
  }

  /**
   * Writes it into a folder, in the form that {@link EngineResult#read} reads, without some layers.
   *
   * @param known those layers, in Docker's types, by the digests of their tars
   * @param folder empty
   * @return empty where it has none of those, or cannot be written so
   * @throws PlatformBuildException where what the engine wrote is no image
   */
  static Optional<EngineResult> write(
      EngineWork work,
      String id,
      Platform platform,
      Map<String, Descriptor> known,
      Path folder,
      EngineLog said)
      throws IOException {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    StoredImage image = new StoredImage(work, id, folder);
    byte[] config = image.config(platform);
    if (!Digest.ofBytes(config).toString().equals(id)) {
      return Optional.empty();
    }
    List<String> contents = new ArrayList<>();
    Json.parseObject(config, "its config")
        .path("rootfs")
        .path("diff_ids")
        .forEach(content -> contents.add(content.asText()));
    return contents.stream().anyMatch(known::containsKey)
        ? image.write(platform, config, contents, known, said)
        : Optional.empty();
  }

  /** Without what is said before and after it, such as a warning; empty where it is not shown. */
  private byte[] config(Platform platform) throws IOException {
    Path shown = folder.resolve("config");
    List<String> command =
        List.of(program(), "inspect", "--type", "image", "--format", "{{.Config}}", id);
    if (!work.show(command, shown, platform)) {
      return new byte[0];
    }
    String text = Files.readString(shown, StandardCharsets.UTF_8);
    int begin = text.indexOf('{');
    int end = text.lastIndexOf('}');
    return begin < 0 || end < begin
        ? new byte[0]
        : text.substring(begin, end + 1).getBytes(StandardCharsets.UTF_8);
  }

  private String program() {
    return work.engine().program().toString();
  }

  private Optional<EngineResult> write(
      Platform platform,
      byte[] config,
      List<String> contents,
      Map<String, Descriptor> known,
      EngineLog said)
      throws IOException {
    Files.createDirectories(blobs);
    for (String content : contents) {
      if (known.containsKey(content)) {
        Path there = blobs.resolve(Digest.of(content).hex());
        if (!Files.exists(there)) { // a layer may come twice
          Files.createFile(there);
        }
      }
    }
    Path layout = folder.resolve("image");
    List<String> push =
        List.of(program(), "push", "--format", "oci", id, "oci:" + layout + ":built");
    if (!work.show(push, said.file(), platform)) {
      return Optional.empty(); // with all of its layers it may go, or says why not
    }
    try {
      List<Descriptor> layers = layers(layout, contents, known);
      if (layers.stream().anyMatch(layer -> layer.mediaType().endsWith("zstd"))) {
        return Optional.empty(); // containers.conf says so, and Docker's format has none
      }
      EngineResult.write(
          blobs,
          config,
          layers.stream().map(layer -> LayerTypes.inDocker(layer, "of the engine")).toList());
      return Optional.of(EngineResult.read(blobs));
    } catch (MalformedContentException e) {
      throw new PlatformBuildException("the engine left no image: " + e.getMessage(), e);
    }
  }

  private List<Descriptor> layers(Path layout, List<String> contents, Map<String, Descriptor> known)
      throws IOException {
    byte[] bytes = Files.readAllBytes(EngineResult.manifest(layout, MediaTypes.OCI_MANIFEST));
    List<Descriptor> written =
        Manifest.parse(RawManifest.of(MediaTypes.OCI_MANIFEST, bytes)).layers();
    if (written.size() != contents.size()) {
      throw new MalformedContentException(
          "it has " + written.size() + " layers, and its config names " + contents.size());
    }
    List<Descriptor> layers = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Descriptor elsewhere = known.get(contents.get(i));
      layers.add(elsewhere == null ? written.get(i) : elsewhere);
    }
    return layers;
  }
}
