package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.layer.Layer;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.BlobCache;
import io.github.imagemaven.store.OciLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts bases and layers together: configs, manifests, index, and what the layout then holds. */
final class ImageAssembly {
  private final BuildRequest request;
  private final @Nullable List<String> entrypoint;
  private final FormatChoice format;
  private final OciLayout layout;
  private final @Nullable BlobCache cache;
  private final Map<String, String> labels;

  /** Base layers of all platforms, each once. */
  private final Map<Digest, Descriptor> baseLayers = new LinkedHashMap<>();

  /** What the layout is to hold. */
  private final Set<Digest> kept = new HashSet<>();

  /**
   * @param entrypoint of the application; null to keep the base's
   * @param cache where layers of bases come from; null where all of them are in the layout
   * @param labels what the image says itself under standard names
   */
  ImageAssembly(
      BuildRequest request,
      @Nullable List<String> entrypoint,
      FormatChoice format,
      OciLayout layout,
      @Nullable BlobCache cache,
      Map<String, String> labels) {
    this.request = request;
    this.entrypoint = entrypoint;
    this.format = format;
    this.layout = layout;
    this.cache = cache;
    this.labels = labels;
  }

  /**
   * Takes the bases' layers over, in the image's format.
   *
   * @throws io.github.imagemaven.report.ImageException naming the first that it cannot carry
   */
  void takeBases(List<PlatformBase> bases) {
    for (PlatformBase base : bases) {
      for (Descriptor layer : base.layers()) {
        baseLayers.putIfAbsent(layer.digest(), format.layer(layer, base.name()));
      }
    }
  }

  /** Writes everything but {@code build.json}. */
  BuildRecord assemble(
      Base base, List<PlatformBase> bases, List<Layer> layers, Workers workers, Log log)
      throws IOException {
    layers.forEach(layer -> kept.add(layer.descriptor().digest()));
    Map<String, String> standard =
        new TreeMap<>(request.standard().on(request.from(), base.digest()));
    standard.putAll(labels);
    Description description = request.description().with(standard, !request.dockerIndex());
    List<Descriptor> manifests = new ArrayList<>();
    for (PlatformBase platform : each(bases, log)) {
      manifests.add(manifest(platform, description, layers, log));
    }
    if (request.fullLayout()) {
      copyBaseLayers(base, workers, log);
    }
    Descriptor index = null;
    if (request.buildPlatforms().size() == request.platforms().size()) {
      index = index(manifests, description);
      layout.setRoot(index);
    } else {
      layout.setRoots(manifests);
    }
    kept.addAll(baseLayers.keySet());
    layout.prune(kept);
    return new BuildRecord(
        request.image(),
        request.description().labels().get(OwnLabels.REVISION),
        request.description().labels().get(OwnLabels.VERSION),
        base.name(),
        base.storeName(),
        base.digest(),
        request.platforms(),
        index,
        manifests,
        absent(),
        joining(description, layers, bases, manifests));
  }

  private Joining joining(
      Description description,
      List<Layer> layers,
      List<PlatformBase> bases,
      List<Descriptor> manifests) {
    Map<Platform, Digest> platforms = new LinkedHashMap<>();
    for (int i = 0; i < bases.size(); i++) {
      Platform asked = request.buildPlatforms().get(i);
      Platform found = bases.get(i).platform();
      manifests.stream()
          .filter(manifest -> found.equals(manifest.platform()))
          .forEach(manifest -> platforms.put(asked, manifest.digest()));
    }
    return new Joining(
        format.index(),
        description.annotations(),
        layers.stream()
            .map(layer -> new Joining.OwnLayer(layer.name(), layer.descriptor().digest()))
            .toList(),
        platforms);
  }

  /** What several platforms were asked for by, {@code arm} and {@code arm/v7}, is there once. */
  private static Collection<PlatformBase> each(List<PlatformBase> bases, Log log) {
    Map<Platform, PlatformBase> each = new LinkedHashMap<>();
    for (PlatformBase base : bases) {
      if (each.putIfAbsent(base.platform(), base) != null) {
        log.info(
            "base "
                + base.name()
                + " has the same for several of image.platforms: "
                + base.platform()
                + " is in the image once");
      }
    }
    return each.values();
  }

  private Descriptor manifest(
      PlatformBase base, Description description, List<Layer> layers, Log log) throws IOException {
    ObjectNode config =
        ConfigEditor.edit(
            base,
            description.labels(),
            request.container(),
            entrypoint,
            layers,
            request.created(),
            format.docker());
    if (!ConfigEditor.hasCommand(config)) {
      log.warn(
          "the image for "
              + base.platform()
              + " has nothing to run: neither base "
              + base.name()
              + " nor image.entrypoint names a command");
    }
    byte[] bytes = Json.bytes(config);
    Descriptor blob = Descriptor.of(format.config(), Digest.ofBytes(bytes), bytes.length);
    layout.putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of());
    kept.add(blob.digest());

    List<Descriptor> all = new ArrayList<>();
    base.layers().forEach(layer -> all.add(format.layer(layer, base.name())));
    layers.forEach(layer -> all.add(format.layer(layer)));
    RawManifest manifest = new Manifest(format.manifest(), blob, all).toRaw();
    layout.putManifest(manifest);
    kept.add(manifest.digest());
    return manifest.descriptor().withPlatform(base.platform());
  }

  private Descriptor index(List<Descriptor> manifests, Description description) throws IOException {
    RawManifest index = new Index(format.index(), manifests, description.annotations()).toRaw();
    layout.putManifest(index);
    kept.add(index.digest());
    return index.descriptor();
  }

  /** A foreign layer may be nowhere but at its own addresses: it stays absent. */
  private void copyBaseLayers(Base base, Workers workers, Log log) throws IOException {
    List<Descriptor> wanted = new ArrayList<>();
    for (Descriptor layer : absent()) {
      if (LayerTypes.isForeign(layer)) {
        log.warn("base layer " + layer.digest() + " is foreign and stays out of the layout");
      } else {
        wanted.add(layer);
      }
    }
    if (!wanted.isEmpty()) {
      BlobCache from = Objects.requireNonNull(cache, "layers of bases are somewhere");
      workers.transferAll(
          wanted,
          layer -> layout.putBlob(layer, from.source(layer, base.requireStore()), List.of()));
    }
  }

  private List<Descriptor> absent() throws IOException {
    List<Descriptor> absent = new ArrayList<>();
    for (Descriptor layer : baseLayers.values()) {
      if (!layout.hasBlob(layer)) {
        absent.add(layer);
      }
    }
    return absent;
  }
}
