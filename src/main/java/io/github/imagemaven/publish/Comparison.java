package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.publish.PublicationPlan.Action;
import io.github.imagemaven.publish.PublicationPlan.Amount;
import io.github.imagemaven.publish.PublicationPlan.DestinationPlan;
import io.github.imagemaven.publish.PublicationPlan.TagPlan;
import io.github.imagemaven.report.ImageException;
import io.github.imagemaven.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a delivery would do, found by looking alone. */
final class Comparison {
  private static final int LOOKS_AT_ONCE = 8;

  private final Delivery delivery;
  private final String notInstead;
  private final ContentCopy.Shared shared;
  private final Map<String, TagPlan> tags = new ConcurrentHashMap<>();
  private final Set<Digest> present = ConcurrentHashMap.newKeySet();
  private int manifests;

  /**
   * @param delivery whose tags have been looked up, and which carries what is to be published
   * @param notInstead why the image that a released version names is not published; may be empty
   */
  Comparison(Delivery delivery, String notInstead, ContentCopy.Shared shared) {
    this.delivery = delivery;
    this.notInstead = notInstead;
    this.shared = shared;
  }

  /**
   * Asks all destinations.
   *
   * @param deliveries whose tags have been looked up; each carries the image
   * @param notInstead as for the constructor
   */
  static PublicationPlan of(SourceImage image, Deliveries deliveries, String notInstead)
      throws IOException {
    Map<Delivery, Comparison> of = new LinkedHashMap<>();
    for (Delivery delivery : deliveries.all()) {
      of.put(delivery, new Comparison(delivery, notInstead, deliveries.shared()));
    }
    deliveries.onEach(delivery -> Objects.requireNonNull(of.get(delivery)).look());
    Set<String> coming = new HashSet<>();
    return new PublicationPlan(
        image.inWords(),
        image.isPart() ? image.children().get(0).raw().digest() : image.digest(),
        of.values().stream().map(each -> each.plan(coming)).toList());
  }

  /** Asks the destination for every part. */
  void look() throws IOException {
    for (String tag : tags()) {
      tags.put(tag, plan(tag));
    }
    ImageStore store = delivery.store();
    SourceImage image = delivery.image();
    Parallel.each(
        image.blobs(),
        LOOKS_AT_ONCE,
        shared.interruption(),
        Grace.NONE,
        blob -> {
          image.holders(blob).forEach(holder -> shared.holders().add(blob.digest(), holder));
          if (store.hasBlob(blob)) {
            present.add(blob.digest());
          }
        });
    int missing = image.isPart() || Visibility.has(store, image.digest()) ? 0 : 1;
    for (Child child : image.children()) {
      missing += Visibility.has(store, child.raw().digest()) ? 0 : 1;
    }
    manifests = missing;
  }

  /** A part gets none. */
  private List<String> tags() {
    return delivery.image().isPart() ? List.of() : delivery.tags();
  }

  private TagPlan plan(String tag) throws IOException {
    Digest previous = delivery.previous(tag).orElse(null);
    if (delivery.isNamed(tag)) {
      return new TagPlan(tag, Action.UNCHANGED, previous, "");
    }
    try {
      ImmutableTags.check(delivery, tag, notInstead);
      HiddenTags.check(delivery, tag);
    } catch (PublicationException e) {
      return new TagPlan(tag, Action.REFUSE, previous, e.getMessage());
    }
    if (previous == null && !delivery.isHidden(tag)) {
      return new TagPlan(tag, Action.CREATE, null, "");
    }
    String reason =
        previous == null ? delivery.whyHidden(tag) : delivery.guard().whatIsUnknown(delivery, tag);
    return new TagPlan(tag, Action.MOVE, previous, reason);
  }

  /**
   * What was found.
   *
   * @param coming which blobs come to which host before this delivery's, so that they can be
   *     mounted; this one's are added
   */
  DestinationPlan plan(Set<String> coming) {
    ImageException failure = delivery.failure();
    List<TagPlan> plans = new ArrayList<>();
    if (failure == null) {
      tags().forEach(tag -> plans.add(tags.get(tag)));
      delivery
          .kept()
          .forEach(
              (tag, why) ->
                  plans.add(
                      new TagPlan(tag, Action.KEEP, delivery.previous(tag).orElse(null), why)));
    }
    List<Descriptor> found = new ArrayList<>();
    List<Descriptor> mounted = new ArrayList<>();
    List<Descriptor> uploaded = new ArrayList<>();
    for (Descriptor blob : failure == null ? delivery.image().blobs() : List.<Descriptor>of()) {
      if (present.contains(blob.digest())) {
        found.add(blob);
      } else {
        (canBeMounted(blob, coming) ? mounted : uploaded).add(blob);
        coming.add(key(blob));
      }
    }
    return new DestinationPlan(
        delivery.name(),
        delivery.optional(),
        plans,
        amount(uploaded),
        amount(mounted),
        amount(found),
        failure == null ? manifests : 0,
        failure == null ? null : failure.getMessage(),
        failure == null ? null : failure.code());
  }

  private boolean canBeMounted(Descriptor blob, Set<String> coming) {
    RepositoryName repository = delivery.store().repository().orElse(null);
    return repository != null
        && (coming.contains(key(blob)) || shared.holders().isBeside(repository, blob));
  }

  private String key(Descriptor blob) {
    return delivery.host() + " " + blob.digest();
  }

  private static Amount amount(Collection<Descriptor> blobs) {
    return new Amount(blobs.size(), blobs.stream().mapToLong(Descriptor::size).sum());
  }
}
