package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An image as engines write it into a folder: {@code manifest.json}, and each blob under the hex
 * digits of its digest. Unlike an OCI layout it has Docker's config as it is, health check
 * included.
 *
 * <p>Source: containers/image, {@code containers-transports(5)}, {@code dir:}.
 *
 * @param folder where it is
 * @param documents its files that are no layers
 * @param layers lowest first
 * @param config without what is different with every build
 */
record EngineResult(Path folder, List<Path> documents, List<Descriptor> layers, ObjectNode config) {
  private static final long LARGEST = 4L << 20;

  /** What engines write of the container that they built in: different with every build. */
  private static final List<String> OF_THE_BUILD =
      List.of("container", "container_config", "parent", "id", "docker_version");

  private static final List<String> OF_THE_CONTAINER = List.of("Hostname", "Domainname", "Image");

  /**
   * What buildah says of the image before a step: its id, or its name, or a part of it where
   * another platform's image has come to that name meanwhile.
   */
  private static final Pattern OF_THE_STORAGE = Pattern.compile("FROM .*");

  /**
   * Reads what an engine left.
   *
   * @throws PlatformBuildException where that is no image
   */
  static EngineResult read(Path folder) throws IOException {
    try {
      return read(folder, folder.resolve("manifest.json"));
    } catch (MalformedContentException e) {
      throw none(e);
    }
  }

  /**
   * Reads an image that an engine wrote as an OCI layout, though of Docker's media types.
   *
   * @throws PlatformBuildException where that is none
   */
  static EngineResult readLayout(Path layout) throws IOException {
    try {
      Path manifest = manifest(layout, MediaTypes.DOCKER_MANIFEST);
      return read(Objects.requireNonNull(manifest.getParent()), manifest);
    } catch (MalformedContentException e) {
      throw none(e);
    }
  }

  /**
   * The file of the manifest that a layout with one image names.
   *
   * @param type the media type that it is to have
   * @throws MalformedContentException where it names none
   */
  static Path manifest(Path layout, String type) throws IOException {
    JsonNode index = Json.parse(bytes(layout.resolve("index.json")), "its index.json");
    JsonNode entry = index.path("manifests").path(0);
    if (!entry.path("mediaType").asText().equals(type)) {
      throw new MalformedContentException(
          "its index.json names " + entry.path("mediaType") + " and no " + type);
    }
    Digest digest = Descriptor.of(entry, "its index.json").digest();
    return layout.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
  }

  private static PlatformBuildException none(MalformedContentException e) {
    return new PlatformBuildException("the engine left no image: " + e.getMessage(), e);
  }

  private static EngineResult read(Path folder, Path document) throws IOException {
    byte[] bytes = bytes(document);
    Manifest manifest = Manifest.parse(RawManifest.of(MediaTypes.DOCKER_MANIFEST, bytes));
    Path config = folder.resolve(manifest.config().digest().hex());
    return new EngineResult(
        folder,
        List.of(document, config),
        manifest.layers(),
        config(config, manifest.config().digest()));
  }

  /**
   * Writes the documents of one into a folder, for {@link #read(Path)}.
   *
   * @param layers in Docker's types, lowest first
   */
  static void write(Path folder, byte[] config, List<Descriptor> layers) throws IOException {
    Digest digest = Digest.ofBytes(config);
    ObjectNode manifest = Json.object();
    manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.DOCKER_MANIFEST);
    manifest.set("config", Descriptor.of(MediaTypes.DOCKER_CONFIG, digest, config.length).toJson());
    ArrayNode array = manifest.putArray("layers");
    layers.forEach(layer -> array.add(layer.toJson()));
    Files.write(folder.resolve(digest.hex()), config);
    Files.write(folder.resolve("manifest.json"), Json.bytes(manifest));
  }

  /** Whether it is what was asked for. */
  boolean isFor(Platform wanted) {
    return PlatformChoice.fits(Platform.of(config), wanted);
  }

  /**
   * Moves the layers into the layout, as they are.
   *
   * @param elsewhere layers that are had elsewhere
   * @param wanted the platform that was asked for
   * @param name the Containerfile, for messages
   * @throws PlatformBuildException where the engine built something else
   */
  PlatformBase moveInto(
      OciLayout layout, Collection<Descriptor> elsewhere, Platform wanted, String name)
      throws IOException {
    if (!isFor(wanted)) {
      throw new PlatformBuildException(
          name
              + " was built for "
              + wanted
              + ", and the engine made an image for "
              + Platform.of(config)
              + " of it: its last FROM has a --platform, or a base that is not for "
              + wanted
              + ", or another stage has a --platform, which some versions of buildah and podman"
              + " take for those after it too, unless they say FROM --platform=$TARGETPLATFORM;"
              + " correct that, or take "
              + wanted
              + " out of image.platforms",
          null);
    }
    for (Descriptor layer : layers) {
      if (!elsewhere.contains(layer) && !layout.hasBlob(layer)) {
        layout.adopt(folder.resolve(layer.digest().hex()), layer);
      }
    }
    return new PlatformBase(wanted, name, layers, config);
  }

  private static byte[] bytes(Path path) throws IOException {
    if (Files.size(path) > LARGEST) {
      throw new MalformedContentException(path + " has more than " + LARGEST + " bytes");
    }
    return Files.readAllBytes(path);
  }

  private static ObjectNode config(Path file, Digest digest) throws IOException {
    byte[] bytes = bytes(file);
    if (!digest.matches(bytes)) {
      throw new MalformedContentException("its config is not " + digest);
    }
    ObjectNode root = Json.parseObject(bytes, "its config");
    root.remove(OF_THE_BUILD);
    if (root.path("config") instanceof ObjectNode config) {
      config.remove(OF_THE_CONTAINER);
    }
    for (JsonNode entry : root.path("history")) {
      if (entry instanceof ObjectNode step
          && OF_THE_STORAGE.matcher(step.path("comment").asText()).matches()) {
        step.remove("comment");
      }
    }
    return root;
  }
}
