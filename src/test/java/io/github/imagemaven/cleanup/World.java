package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A repository in which several images are published, tagged, signed and rolled back at random. */
class World {
  final Random random;
  final ModelRegistry registry;

  /** What each tag has to name. */
  final Map<String, Digest> expected = new TreeMap<>();

  /** By image what its publications displaced since its last clean-up. */
  final Map<String, Set<Digest>> displaced = new HashMap<>();

  final Map<String, Digest> published = new HashMap<>();
  final List<String> story = new ArrayList<>();
  private final List<RawManifest> platforms = new ArrayList<>();
  private final Map<Digest, List<RawManifest>> contents = new LinkedHashMap<>();
  private int made;

  World(Random random, ModelRegistry registry) {
    this.random = random;
    this.registry = registry;
  }

  String anImage() {
    return random.nextInt(3) == 0 ? "other" : "app";
  }

  /** Its tags are its own: two images of one repository share no tag. */
  List<String> tagsOf(String image) {
    return image.equals("app") ? List.of("latest", "1", "main") : List.of("other", "other-1");
  }

  /** Some of these are children of several images. */
  private RawManifest platform(String image) {
    if (!platforms.isEmpty() && random.nextInt(3) == 0) {
      return platforms.get(random.nextInt(platforms.size()));
    }
    RawManifest platform = registry.image(image, "platform " + ++made);
    platforms.add(platform);
    return platform;
  }

  /** A new index, or one of old. */
  Publisher publisher(String image, List<String> tags) {
    if (!contents.isEmpty() && random.nextInt(8) == 0) {
      List<Digest> all = new ArrayList<>(contents.keySet());
      Digest again = all.get(random.nextInt(all.size()));
      RawManifest index = contents.get(again).get(contents.get(again).size() - 1);
      List<RawManifest> children = contents.get(again).subList(0, contents.get(again).size() - 1);
      return new Publisher(registry, index, children, tags, expected, true);
    }
    Set<RawManifest> content = new LinkedHashSet<>();
    List<RawManifest> children = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      RawManifest platform = platform(image);
      children.add(platform);
      if (random.nextInt(4) == 0) {
        children.add(
            registry.manifest(
                Made.config("", "attestation " + ++made), random.nextBoolean() ? platform : null));
      }
    }
    content.addAll(children);
    if (!contents.isEmpty() && random.nextInt(6) == 0) {
      List<List<RawManifest>> all = new ArrayList<>(contents.values());
      List<RawManifest> inner = all.get(random.nextInt(all.size()));
      content.addAll(inner);
      children.add(inner.get(inner.size() - 1));
    }
    RawManifest index = Made.index("index " + ++made, children.stream().distinct().toList());
    List<RawManifest> with = new ArrayList<>(content);
    with.add(index);
    contents.put(index.digest(), with);
    return new Publisher(registry, index, List.copyOf(content), tags, expected, true);
  }

  /**
   * A new index with the children of one that was displaced. Where a registry lists what has no
   * tag, and takes no index whose children are missing, whoever publishes need not look again.
   */
  Publisher reusing(Digest displaced, List<String> tags) {
    List<RawManifest> old = contents.getOrDefault(displaced, List.of());
    List<RawManifest> content = new ArrayList<>(old.subList(0, Math.max(0, old.size() - 1)));
    RawManifest added = registry.image("app", "platform " + ++made);
    RawManifest index = Made.index("again " + ++made, with(content, added));
    boolean looksAgain = !registry.traits.whole() || !registry.traits.checksReferences();
    return new Publisher(registry, index, with(content, added), tags, expected, looksAgain);
  }

  private static List<RawManifest> with(List<RawManifest> list, RawManifest more) {
    List<RawManifest> all = new ArrayList<>(list);
    all.add(more);
    return all;
  }

  /** As the goals do it. */
  void publish() {
    String image = anImage();
    List<String> tags = new ArrayList<>(tagsOf(image));
    tags.removeIf(tag -> random.nextInt(3) == 0);
    if (random.nextInt(3) == 0) {
      tags.add("v" + ++made);
    }
    Publisher publisher = publisher(image, tags);
    Set<Digest> before = displaced.computeIfAbsent(image, each -> new LinkedHashSet<>());
    for (String tag : tags) {
      Digest previous = registry.tags.get(tag);
      if (previous != null && !previous.equals(publisher.index().digest())) {
        before.remove(previous);
        before.add(previous);
      }
    }
    publisher.finish();
    published.put(image, publisher.index().digest());
    story.add("publish " + image + " " + shown(publisher.index().digest()) + " as " + tags);
  }

  private RawManifest any() {
    List<RawManifest> all = new ArrayList<>(registry.manifests.values());
    return all.get(random.nextInt(all.size()));
  }

  /** Anything gets a tag, or an old tag is put back. */
  void retag() {
    RawManifest manifest = any();
    if (!new Oracle(registry).isComplete(manifest.digest())) {
      return; // nobody sees in every registry what an index without a tag needs
    }
    String tag =
        random.nextBoolean() ? "kept" + random.nextInt(4) : tagsOf("app").get(random.nextInt(3));
    if (registry.tag(tag, manifest)) {
      expected.put(tag, manifest.digest());
      story.add("tag " + shown(manifest.digest()) + " as " + tag);
    }
  }

  /** A referrer by its subject alone, by a fallback tag, or by cosign's tag. */
  void sign() {
    RawManifest subject = any();
    String tag = Made.fallbackTag(subject.digest());
    int kind = random.nextInt(4);
    if (kind == 0) {
      RawManifest signature = registry.image("", "signature " + ++made);
      registry.tag(tag + ".sig", signature);
      expected.put(tag + ".sig", signature.digest());
    } else {
      RawManifest about = registry.manifest(Made.config("", "about " + ++made), subject);
      registry.put(about);
      if (kind == 1) {
        List<RawManifest> list = new ArrayList<>(List.of(about));
        Digest before = registry.tags.get(tag);
        if (before != null) {
          registry
              .children(registry.manifests.get(before))
              .forEach(each -> list.add(registry.manifests.get(each)));
        }
        RawManifest index = Made.index("referrers " + ++made, list);
        registry.tag(tag, index);
        expected.put(tag, index.digest());
      } else if (kind == 2) {
        registry.tag("sbom" + made, about);
        expected.put("sbom" + made, about.digest());
      }
    }
    story.add("sign " + shown(subject.digest()) + " by way " + kind);
  }

  /** Somebody else's image without a name, or one of ours that is not finished. */
  void leave() {
    String image = random.nextBoolean() ? anImage() : "";
    RawManifest platform = image.isEmpty() ? registry.image("", "x" + ++made) : platform(image);
    registry.put(platform);
    if (random.nextBoolean()) {
      registry.put(Made.index("left " + ++made, platform));
    }
    story.add("leave something of '" + image + "'");
  }

  void someTime() {
    registry.now = registry.now.plus(Duration.ofHours(random.nextInt(240)));
  }

  void anything() {
    int what = registry.manifests.isEmpty() ? 0 : random.nextInt(12);
    if (what < 5) {
      publish();
    } else if (what < 6) {
      retag();
    } else if (what < 8) {
      sign();
    } else if (what < 9) {
      leave();
    } else {
      someTime();
    }
  }

  static String shown(Digest digest) {
    return digest.hex().substring(0, 8);
  }
}
