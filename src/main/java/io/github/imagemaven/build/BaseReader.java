package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.io.InputStream;

/** Reads manifests and configs of bases, each checked against its digest and size. */
final class BaseReader {
  /** As for manifests: 4 MiB. */
  private static final int LARGEST_CONFIG = 4 << 20;

  private final BaseCache cache;

  BaseReader(BaseCache cache) {
    this.cache = cache;
  }

  /**
   * A manifest that the base's index lists.
   *
   * @throws PlatformBuildException where it is missing, or other content is served
   */
  RawManifest manifest(Base base, Descriptor child) throws IOException {
    String selector = child.digest().toString();
    RawManifest manifest =
        cache.get(
            "manifest " + base.storeName() + " " + selector,
            () ->
                BaseImages.found(
                    base.requireStore().manifest(selector), base.name() + " " + selector));
    if (!child.digest().matches(manifest.bytes()) || manifest.bytes().length != child.size()) {
      throw new PlatformBuildException(
          "base " + base.name() + ": " + selector + " was served with other content", null);
    }
    return RawManifest.of(child.mediaType(), manifest.bytes());
  }

  /**
   * A manifest with its config.
   *
   * @throws PlatformBuildException where they are no image or contradict each other
   */
  BaseContent read(Base base, RawManifest raw) throws IOException {
    Manifest manifest = Manifest.parse(raw);
    Descriptor config = manifest.config();
    boolean isImage =
        config.mediaType().equals(MediaTypes.OCI_CONFIG)
            || config.mediaType().equals(MediaTypes.DOCKER_CONFIG);
    if (!isImage) {
      throw new PlatformBuildException(
          "base "
              + base.name()
              + " is no image but an artifact with a config of type '"
              + config.mediaType()
              + "': set image.from to an image",
          null);
    }
    RawManifest bytes =
        cache.get(
            "blob " + base.storeName() + " " + config.digest(),
            () -> RawManifest.of(config.mediaType(), configBytes(base, config)));
    ObjectNode node = Json.parseObject(bytes.bytes(), "config of base " + base.name());
    int diffIds = node.path("rootfs").path("diff_ids").size();
    if (diffIds != manifest.layers().size()) {
      throw new PlatformBuildException(
          "base "
              + base.name()
              + " contradicts itself: its config lists "
              + diffIds
              + " layers, its manifest "
              + raw.digest()
              + " has "
              + manifest.layers().size(),
          null);
    }
    return new BaseContent(base.name(), manifest.layers(), node);
  }

  private static byte[] configBytes(Base base, Descriptor config) throws IOException {
    if (config.size() > LARGEST_CONFIG) {
      throw new PlatformBuildException(
          "base "
              + base.name()
              + " has a config of "
              + config.size()
              + " bytes; expected 4 MiB at"
              + " most",
          null);
    }
    byte[] bytes;
    try (InputStream stream = base.requireStore().openBlob(config)) {
      bytes = stream.readNBytes((int) config.size() + 1);
    }
    if (bytes.length != config.size() || !config.digest().matches(bytes)) {
      throw new PlatformBuildException(
          "base " + base.name() + ": config " + config.digest() + " was served with other content",
          null);
    }
    return bytes;
  }
}
