package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.build.EngineOptions.Pull;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.report.Figures;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /**
   * How long a registry may take to tell. An engine that has a mirror gets by without the one that
   * the file names, and a client that tries again and again would hold up every build for minutes.
   */
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final @Nullable BaseImages images;
  private final @Nullable String image;
  private final Duration limit;
  private final Log log;
  private volatile @Nullable ImageStore store;
  private volatile boolean isUnanswered;
  private boolean isSaid;

  private BaseLayers(@Nullable BaseImages images, @Nullable String image, Duration limit, Log log) {
    this.images = images;
    this.image = image;
    this.limit = limit;
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
    return of(request, plan, images, ANSWER, log);
  }

  /** The same with another limit. */
  static BaseLayers of(
      BuildRequest request, EnginePlan plan, @Nullable BaseImages images, Duration limit, Log log) {
    ContainerfileSource source = request.containerfile();
    boolean isAsked = source.options().pull() != Pull.NEVER && !request.fullLayout();
    return new BaseLayers(
        isAsked ? images : null,
        plan.file().base(source.target(), source.buildArgs()).orElse(null),
        limit,
        log);
  }

  /**
   * The layers for a platform, in Docker's types, by the digests of their tars; empty where the
   * registry does not tell, or has some that not everybody reads.
   */
  Map<String, Descriptor> of(Platform platform) {
    if (images == null || image == null || isUnanswered) {
      return Map.of();
    }
    FutureTask<Map<String, Descriptor>> asked =
        new FutureTask<>(() -> ask(images, image, platform));
    Thread thread = new Thread(asked, "image-base-layers");
    thread.setDaemon(true);
    thread.start();
    try {
      return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      isUnanswered = true;
      say(image, "gave no answer within " + Figures.seconds(limit));
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the engine's next command says so
      return Map.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the layers of " + image, e.getCause());
    } finally {
      asked.cancel(true);
    }
  }

  private Map<String, Descriptor> ask(BaseImages images, String image, Platform platform) {
    try {
      Base base = images.resolve(new BaseReference.InRegistry(Reference.parse(image)));
      Map<String, Descriptor> layers = byContent(images.find(base, platform));
      if (!layers.isEmpty()) {
        store = base.requireStore();
      }
      return layers;
    } catch (PlatformBuildException e) {
      // The engine has it by another name, as of an image of its own, and the registry has none.
      log.debug("The layers of " + image + " are compressed anew: " + e.getMessage());
      return Map.of();
    } catch (IOException | ImageException e) {
      if (!Thread.currentThread().isInterrupted()) {
        say(image, "was asked for them, and " + e.getMessage());
      }
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

  private synchronized void say(String image, String what) {
    if (!isSaid) {
      isSaid = true;
      log.info("The layers of " + image + " are compressed anew: its registry " + what);
    }
  }

  /** Where they are; null where none was found. */
  @Nullable ImageStore store() {
    return store;
  }
}
