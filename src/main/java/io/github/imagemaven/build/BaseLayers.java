package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.EngineOptions.Pull;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The layers of the image that a Containerfile stands on, as its registry has them. An engine keeps
 * layers unpacked, and would compress them anew when it hands them out: that takes long, and with
 * another digest no registry knows them. By the digest of its content a layer is the same wherever
 * it is.
 *
 * <p>For many threads.
 */
final class BaseLayers {
  private static final Set<String> GZIP =
      Set.of(MediaTypes.OCI_LAYER_GZIP, MediaTypes.DOCKER_LAYER_GZIP);

  private final @Nullable BaseImages images;
  private final @Nullable String image;
  private final Log log;
  private volatile @Nullable ImageStore store;
  private boolean isSaid;

  private BaseLayers(@Nullable BaseImages images, @Nullable String image, Log log) {
    this.images = images;
    this.image = image;
    this.log = log;
  }

  /**
   * Of the image that a request's Containerfile stands on; of none where nobody may be asked for
   * it, or all layers are wanted in the layout.
   *
   * @param images finds bases; null where they are not asked for
   */
  static BaseLayers of(
      BuildRequest request, EnginePlan plan, @Nullable BaseImages images, Log log) {
    ContainerfileSource source = request.containerfile();
    boolean isAsked = source.options().pull() != Pull.NEVER && !request.fullLayout();
    return new BaseLayers(
        isAsked ? images : null,
        plan.file().base(source.target(), source.buildArgs()).orElse(null),
        log);
  }

  /**
   * The layers for a platform, in Docker's types, by the digests of their tars; empty where the
   * registry does not tell, or has some that not everybody reads.
   */
  Map<String, Descriptor> of(Platform platform) {
    if (images == null || image == null) {
      return Map.of();
    }
    try {
      Base base = images.resolve(new BaseReference.InRegistry(Reference.parse(image)));
      Map<String, Descriptor> layers = byContent(images.find(base, platform));
      if (!layers.isEmpty()) {
        store = base.requireStore();
      }
      return layers;
    } catch (IOException | ImageException e) {
      if (Thread.currentThread().isInterrupted()) {
        return Map.of(); // the engine's next command says so
      }
      say("The layers of " + image + " are compressed anew: its registry was asked for them, ", e);
      return Map.of();
    }
  }

  private static Map<String, Descriptor> byContent(PlatformBase base) {
    Map<String, Descriptor> layers = new HashMap<>();
    JsonNode contents = base.config().path("rootfs").path("diff_ids");
    for (int i = 0; i < base.layers().size(); i++) {
      Descriptor layer = base.layers().get(i);
      if (!GZIP.contains(layer.mediaType()) || !layer.urls().isEmpty()) {
        return Map.of();
      }
      layers.put(contents.path(i).asText(), LayerTypes.inDocker(layer, base.name()));
    }
    return layers;
  }

  private synchronized void say(String what, Exception why) {
    if (!isSaid) {
      isSaid = true;
      log.info(what + "and " + why.getMessage());
    }
  }

  /** Where they are; null where none was found. */
  @Nullable ImageStore store() {
    return store;
  }
}
