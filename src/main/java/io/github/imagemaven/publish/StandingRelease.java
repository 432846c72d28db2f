package io.github.imagemaven.publish;

import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.registry.HiddenTagException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A released version that an earlier run of the same commit published in some destinations and not
 * in all. Since its base may have moved, what is built now can be another image; then the one that
 * stands is brought to the others, so that a release is finished by running it again and has one
 * digest.
 */
final class StandingRelease {
  private final SourceImage built;
  private final @Nullable String revision;
  private final List<String> versions;
  private final Set<Digest> named;
  private final List<Delivery> holders;
  private final Map<Delivery, SourceImage> candidates = new ConcurrentHashMap<>();
  private final Map<String, String> objections = new ConcurrentHashMap<>();

  private StandingRelease(
      SourceImage built,
      @Nullable String revision,
      List<String> versions,
      Set<Digest> named,
      List<Delivery> holders) {
    this.built = built;
    this.revision = revision;
    this.versions = versions;
    this.named = named;
    this.holders = holders;
  }

  /**
   * What the released versions among the tags name.
   *
   * @param deliveries whose tags have been looked up
   */
  static StandingRelease among(
      List<Delivery> deliveries, SourceImage built, PublishRequest request) {
    List<String> versions = request.tags().stream().filter(request.rules()::isImmutable).toList();
    List<Delivery> known = deliveries.stream().filter(each -> !each.failed()).toList();
    Set<Digest> named = new LinkedHashSet<>();
    known.forEach(delivery -> named.addAll(named(delivery, versions)));
    boolean other = named.size() == 1 && !named.contains(built.digest());
    List<Delivery> holders =
        other && request.revision() != null
            ? known.stream().filter(each -> !named(each, versions).isEmpty()).toList()
            : List.of();
    return new StandingRelease(built, request.revision(), versions, named, holders);
  }

  private static Set<Digest> named(Delivery delivery, List<String> versions) {
    return versions.stream()
        .map(delivery::previous)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The destinations that name an image which may be published instead of what was built. */
  List<Delivery> holders() {
    return holders;
  }

  /** Looks whether the image stands complete in a holder and is of our commit and platforms. */
  void examine(Delivery holder) throws IOException {
    ImageStore store = holder.store();
    Digest digest = named.iterator().next();
    try {
      RawManifest index = store.manifest(digest.toString()).orElse(null);
      if (index == null) {
        objections.put(store.name(), lacks(digest));
        return;
      }
      ImageGraph graph = ImageGraph.read(store, index.descriptor());
      String objection = objection(store, graph);
      if (objection == null) {
        candidates.put(holder, built.standingIn(store, graph));
      } else {
        objections.put(store.name(), objection);
      }
    } catch (ImageGraph.MissingException e) {
      objections.put(store.name(), lacks(e.missing().digest()));
    } catch (MalformedContentException | HiddenTagException e) {
      objections.put(store.name(), e.getMessage());
    }
  }

  private @Nullable String objection(ImageStore store, ImageGraph graph) throws IOException {
    if (!hasOurPlatforms(graph)) {
      return "it has the platforms "
          + graph.platforms()
          + ", this build has "
          + built.graph().platforms();
    }
    for (Child child : graph.children()) {
      if (!store.hasBlob(child.config())) {
        return lacks(child.config().digest());
      }
      String label =
          ImageLabels.ofConfig(store, child.config()).getOrDefault(OwnLabels.REVISION, "");
      if (!label.equals(revision)) {
        return label.isEmpty()
            ? "it does not say of which commit it is, this build is of " + revision
            : "it is of commit " + label + ", this build is of " + revision;
      }
    }
    for (Descriptor blob : graph.blobs().values()) {
      if (!store.hasBlob(blob)) {
        return lacks(blob.digest());
      }
    }
    return null;
  }

  /** A part is of an image that has other platforms as well. */
  private boolean hasOurPlatforms(ImageGraph graph) {
    List<String> ours = built.graph().platforms();
    return built.isPart() ? graph.platforms().containsAll(ours) : graph.platforms().equals(ours);
  }

  private static String lacks(Digest content) {
    return "it is not complete there, " + content + " is missing";
  }

  /** The image to publish: the standing one if it can be, else what was built. */
  SourceImage choose() {
    return holders.stream()
        .filter(candidates::containsKey)
        .findFirst()
        .map(candidates::get)
        .orElse(built);
  }

  /** Whether it is the standing one. */
  boolean isChosen() {
    return !candidates.isEmpty();
  }

  /** Why what stands is not published instead of what was built; empty where nobody asks. */
  String whyNot() {
    if (revision != null && named.size() > 1) {
      return "released versions name several images already, "
          + named
          + ", so none of them can be finished";
    }
    // Once for all of whom it is true: this text comes again with each destination's own refusal.
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    new TreeMap<>(objections)
        .forEach(
            (name, reason) ->
                byReason.computeIfAbsent(reason, first -> new ArrayList<>()).add(name));
    return byReason.entrySet().stream()
        .map(
            entry ->
                "what stands in "
                    + String.join(", ", entry.getValue())
                    + " cannot be finished: "
                    + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  /**
   * Whether every version stands in every destination that answered: there is no release to finish,
   * and what was built goes nowhere. Once the deliveries carry the standing one.
   */
  boolean isFinished(List<Delivery> deliveries) {
    return deliveries.stream()
        .filter(each -> !each.failed())
        .allMatch(each -> versions.stream().allMatch(each::isNamed));
  }

  /** What to know where somebody has changed something and publishes a released version again. */
  String warning() {
    return "%s was released before as %s, from the same commit %s, and stands in all destinations. What was built now is another image, %s, and is NOT published: a released version is one digest. If a setting or the base has changed and that is to be published, it needs a new version"
        .formatted(String.join(", ", versions), choose().digest(), revision, built.digest());
  }

  /** What is published instead of what was built, and why; once the deliveries carry it. */
  String description() {
    List<String> stand =
        versions.stream()
            .filter(version -> holders.stream().anyMatch(each -> each.isNamed(version)))
            .toList();
    return String.join(", ", stand)
        + " stands in "
        + holders.stream().map(Delivery::name).collect(Collectors.joining(", "))
        + " as "
        + choose().digest()
        + ", built from the same commit "
        + revision
        + ": that image is published everywhere, and "
        + built.digest()
        + ", built now, is set aside, since a released version is one digest";
  }
}
