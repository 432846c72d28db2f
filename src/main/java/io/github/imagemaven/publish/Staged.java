package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.FailedDestination;
import io.github.imagemaven.publish.PublicationRecord.KeptTag;
import io.github.imagemaven.publish.PublicationRecord.PlatformManifest;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.report.ImageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An image whose content is in its destinations and whose tags have not moved. */
public final class Staged {
  private final PublishRequest request;
  private final SourceImage image;
  private final List<Delivery> deliveries;

  Staged(PublishRequest request, SourceImage image, List<Delivery> deliveries) {
    this.request = request;
    this.image = image;
    this.deliveries = List.copyOf(deliveries);
  }

  /** What the tags will name. */
  public Digest digest() {
    return image.digest();
  }

  /**
   * What bringing the content took, for {@link Publication#stageAgain}: of each destination, by its
   * name, what is there and how it came, or that it failed. JDK types only, since another class
   * loader may ask.
   */
  public Map<String, Map<String, String>> memory() {
    Map<String, Map<String, String>> memory = new HashMap<>();
    deliveries.forEach(delivery -> memory.put(delivery.name(), delivery.memory()));
    return memory;
  }

  PublishRequest request() {
    return request;
  }

  SourceImage image() {
    return image;
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  /** What was done, once the tags have moved. */
  PublicationRecord record() {
    List<PlatformManifest> platforms = new ArrayList<>();
    for (ImageGraph.Child child : image.children()) {
      Platform platform = child.descriptor().platform();
      if (platform != null) {
        platforms.add(new PlatformManifest(platform, child.raw().digest()));
      }
    }
    List<DestinationRecord> done = new ArrayList<>();
    List<FailedDestination> failed = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      ImageException failure = delivery.failure();
      if (failure == null) {
        done.add(record(delivery));
      } else {
        failed.add(new FailedDestination(delivery.name(), failure.getMessage()));
      }
    }
    List<KeptTag> kept = new ArrayList<>();
    deliveries.get(0).kept().forEach((tag, why) -> kept.add(new KeptTag(tag, why)));
    return new PublicationRecord(
        image.name(), digest(), image.index().mediaType(), platforms, done, failed, kept);
  }

  private DestinationRecord record(Delivery delivery) {
    return new DestinationRecord(
        delivery.name(),
        digest(),
        delivery.tags().stream()
            .map(tag -> new TagRecord(tag, delivery.previous(tag).orElse(null)))
            .toList(),
        delivery.bytes(Transfer.UPLOADED),
        delivery.bytes(Transfer.MOUNTED),
        delivery.bytes(Transfer.PRESENT),
        delivery.seconds());
  }
}
