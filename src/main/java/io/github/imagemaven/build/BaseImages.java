package io.github.imagemaven.build;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.Reference;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Log;
import io.github.imagemaven.store.ImageStore;
import io.github.imagemaven.store.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds bases and what they have for a platform. Of a base only its index, manifests and configs
 * are read.
 */
final class BaseImages {
  private final Function<String, ImageStore> registries;
  private final BaseCache cache;
  private final BaseReader reader;
  private final Log log;

  /**
   * @param registries opens a repository by its name, {@code ghcr.io/acme/jre}
   * @param cache of the session
   */
  BaseImages(Function<String, ImageStore> registries, BaseCache cache, Log log) {
    this.registries = registries;
    this.cache = cache;
    this.reader = new BaseReader(cache);
    this.log = log;
  }

  /**
   * Resolves the base's tag, once a session for one in a registry.
   *
   * @throws PlatformBuildException where there is no such image, or it is none
   */
  Base resolve(BaseReference from) throws IOException {
    if (from instanceof BaseReference.InRegistry inRegistry) {
      return resolve(inRegistry.reference());
    }
    if (from instanceof BaseReference.InLayout inLayout) {
      return resolve(inLayout);
    }
    return new Base(from.toString(), null, null);
  }

  private Base resolve(Reference reference) throws IOException {
    ImageStore store = registries.apply(reference.repository().toString());
    String name = reference.toString();
    RawManifest top =
        cache.get(
            "manifest " + reference.repository() + " " + reference.selector(),
            () -> found(store.manifest(reference.selector()), placed(reference, store)));
    return new Base(name, store, checked(top, reference.digest(), name));
  }

  private Base resolve(BaseReference.InLayout from) throws IOException {
    String name = from.toString();
    OciLayout store = OciLayout.at(from.directory(), "oci:" + from.directory());
    if (!Files.isDirectory(from.directory())) {
      throw new PlatformBuildException(
          "there is no base "
              + name
              + ": "
              + from.directory()
              + " is no folder; image.from names"
              + " one that holds an image layout, from the folder of the module on",
          null);
    }
    String selector = from.digest() == null ? from.tag() : from.digest().toString();
    if (selector == null) {
      selector =
          store
              .resolveSole()
              .map(image -> image.digest().toString())
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "base "
                              + name
                              + " does not hold exactly one image: name one of its tags, as in"
                              + " image.from=oci:DIR:tag"));
    }
    RawManifest top = found(store.manifest(selector), name);
    return new Base(name, store, checked(top, from.digest(), name));
  }

  /** What is asked for, and where, if that is not where its name says. */
  private static String placed(Reference reference, ImageStore store) {
    boolean elsewhere = !store.name().equals(reference.repository().toString());
    return elsewhere ? reference + " at " + store.name() + " (image.mirror)" : reference.toString();
  }

  static RawManifest found(Optional<RawManifest> manifest, String name) {
    return manifest.orElseThrow(
        () ->
            new PlatformBuildException(
                "there is no base "
                    + name
                    + ": look at image.from for its name and its tag or digest",
                null));
  }

  private static RawManifest checked(RawManifest top, @Nullable Digest digest, String name) {
    if (digest != null && !digest.matches(top.bytes())) {
      throw new PlatformBuildException(
          "base " + name + " was served with other content, " + top.digest(), null);
    }
    if (!MediaTypes.isIndex(top.mediaType()) && !MediaTypes.isManifest(top.mediaType())) {
      boolean schema1 = top.mediaType().contains("distribution.manifest.v1");
      throw new PlatformBuildException(
          "base "
              + name
              + " has the media type '"
              + top.mediaType()
              + "'"
              + (schema1
                  ? ", Docker's schema 1 of before 2016, which is not read: push that image again"
                      + " with a current engine, or use another base"
                  : "; expected an OCI or Docker image or index: set image.from to an image"),
          null);
    }
    return top;
  }

  /**
   * Says before any work whether the base has all platforms, as far as its index tells.
   *
   * @throws PlatformBuildException for the first that it lacks
   */
  void check(Base base, List<Platform> platforms) {
    RawManifest top = base.top();
    if (top == null || !MediaTypes.isIndex(top.mediaType())) {
      return;
    }
    Index index = Index.parse(top);
    boolean allNamed =
        index.manifests().stream()
            .allMatch(c -> c.platform() != null || !MediaTypes.isManifest(c.mediaType()));
    for (Platform platform : platforms) {
      if (allNamed && PlatformChoice.choose(index, platform).isEmpty()) {
        throw PlatformChoice.missing(platform, base.name(), index);
      }
    }
  }

  /**
   * What the base has for the platform.
   *
   * @throws PlatformBuildException where it has nothing for it, or what it has is no image
   */
  PlatformBase find(Base base, Platform wanted) throws IOException {
    RawManifest top = base.top();
    if (top == null) {
      return PlatformBase.scratch(wanted);
    }
    if (!MediaTypes.isIndex(top.mediaType())) {
      return alone(reader.read(base, top), wanted);
    }
    Index index = Index.parse(top);
    Optional<Descriptor> child = PlatformChoice.choose(index, wanted);
    if (child.isPresent()) {
      return named(child.get(), reader.read(base, reader.manifest(base, child.get())), wanted);
    }
    for (Descriptor unnamed : index.manifests()) {
      if (unnamed.platform() == null && MediaTypes.isManifest(unnamed.mediaType())) {
        BaseContent content = reader.read(base, reader.manifest(base, unnamed));
        if (PlatformChoice.fits(content.platform(), wanted)) {
          return content.on(merge(wanted, content.platform()));
        }
      }
    }
    throw PlatformChoice.missing(wanted, base.name(), index);
  }

  /** The index decides what its child is, as it does for engines that pull. */
  private PlatformBase named(Descriptor child, BaseContent content, Platform wanted) {
    Platform inConfig = content.platform();
    Platform inIndex = child.platform();
    if (inConfig != null && inIndex != null && !PlatformChoice.fits(inConfig, noVariant(inIndex))) {
      log.warn(
          "base "
              + content.base()
              + ": the config of "
              + child.digest()
              + " says "
              + inConfig
              + ", the index says "
              + inIndex
              + "; the index is believed");
    }
    return content.on(merge(wanted, inIndex));
  }

  private PlatformBase alone(BaseContent content, Platform wanted) {
    Platform inConfig = content.platform();
    if (inConfig == null) {
      log.warn("base " + content.base() + " does not say its platform; taken for " + wanted);
    } else if (!PlatformChoice.fits(inConfig, wanted)) {
      throw PlatformChoice.missing(wanted, content.base(), inConfig + " alone");
    }
    return content.on(merge(wanted, inConfig));
  }

  private static Platform noVariant(Platform platform) {
    return new Platform(platform.os(), platform.architecture(), null, null);
  }

  /** What was wanted, with what only the base can tell: variant and OS version. */
  private static Platform merge(Platform wanted, @Nullable Platform had) {
    if (had == null) {
      return wanted;
    }
    return new Platform(
        wanted.os(),
        wanted.architecture(),
        wanted.variant() == null ? had.variant() : wanted.variant(),
        had.osVersion());
  }
}
