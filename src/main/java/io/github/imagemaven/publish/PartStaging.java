package io.github.imagemaven.publish;

import io.github.imagemaven.build.BuildRecord;
import io.github.imagemaven.build.Joining;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.oci.Transfer;
import io.github.imagemaven.publish.ImageGraph.Child;
import io.github.imagemaven.publish.Interruption.Grace;
import io.github.imagemaven.publish.Part.IndexForm;
import io.github.imagemaven.publish.Part.Origin;
import io.github.imagemaven.publish.Part.PartLayer;
import io.github.imagemaven.publish.PublicationRecord.FailedDestination;
import io.github.imagemaven.publish.StagedParts.Sent;
import io.github.imagemaven.report.Code;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.BlobCache;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of several runs that build an image's platforms: its content goes into all destinations, by
 * digest only, and nothing there gets a name.
 *
 * <p>Of the tags it looks at released versions alone, to refuse early what the run that joins the
 * platforms would refuse. The rest is for that one to decide.
 */
final class PartStaging {
  private static final int TAGS_AT_ONCE = 8;

  private final PublishRequest request;
  private final BuildRecord record;
  private final Joining joining;
  private final SourceImage built;
  private final LastPublication last;
  private final ContentCopy.Shared shared;
  private final Deliveries deliveries;

  private PartStaging(
      PublishRequest request,
      BuildRecord record,
      Joining joining,
      SourceImage built,
      LastPublication last,
      ContentCopy.Shared shared) {
    this.request = request;
    this.record = record;
    this.joining = joining;
    this.built = built;
    this.last = last;
    this.shared = shared;
    GuardedTags guard = new GuardedTags(request.rules(), shared.log());
    List<String> released = request.tags().stream().filter(request.rules()::isImmutable).toList();
    this.deliveries =
        new Deliveries(
            request.destinations().stream()
                .map(destination -> new Delivery(destination, built, released, guard))
                .toList(),
            shared);
  }

  /**
   * Reads what the run has built.
   *
   * @throws EnvironmentException where that is missing, damaged, or older than this version
   */
  static PartStaging of(
      PublishRequest request, LastPublication last, ContentCopy.Shared shared, BlobCache cache)
      throws IOException {
    BuildRecord record = BuildRecord.read(request.directory());
    Joining joining = record.joining();
    if (joining == null) {
      throw new EnvironmentException(
          request.directory().resolve(BuildRecord.FILE)
              + " was written by an older version of this plugin, which builds no parts: run"
              + " image:build-multiarch again",
          null);
    }
    SourceImage built = SourceImage.part(record, joining, request, cache);
    return new PartStaging(request, record, joining, built, last, shared);
  }

  /** {@code image.name}. */
  String name() {
    return built.name();
  }

  /** The platforms of {@code image.platforms} that this run has built. */
  Set<Platform> platforms() {
    return joining.platforms().keySet();
  }

  /**
   * Brings the content everywhere.
   *
   * @param version of the project
   * @param buildTime how long building took; null where nobody knows
   * @return one a manifest
   */
  List<Part> run(String version, @Nullable Duration buildTime) throws IOException {
    refuseReleased();
    deliveries.require("Nothing was sent and nothing was named. Run again when that is settled");
    last.tell(shared.holders(), deliveries.all(), request.baseStore(), shared.log());
    deliveries.onEach(delivery -> new ContentCopy(delivery, shared).run());
    deliveries.require("Nothing was named. Run again to finish");
    return built.children().stream().map(child -> part(child, version, buildTime)).toList();
  }

  /** What {@link #run} has sent. */
  List<Sent> sent() {
    return deliveries.all().stream()
        .filter(each -> !each.failed())
        .map(
            each ->
                new Sent(
                    each.name(),
                    each.bytes(Transfer.UPLOADED),
                    each.bytes(Transfer.MOUNTED),
                    each.bytes(Transfer.PRESENT)))
        .toList();
  }

  /** Optional destinations that {@link #run} did without. */
  List<FailedDestination> failed() {
    return deliveries.all().stream()
        .flatMap(
            each ->
                Stream.ofNullable(each.failure())
                    .map(failure -> new FailedDestination(each.name(), failure.getMessage())))
        .toList();
  }

  /** What {@link #run} would do, by reads alone. */
  PublicationPlan compare() throws IOException {
    refuseReleased();
    last.tell(shared.holders(), deliveries.all(), request.baseStore(), shared.log());
    return Comparison.of(built, deliveries, "");
  }

  private void refuseReleased() throws IOException {
    deliveries.onEach(
        delivery ->
            Parallel.each(
                delivery.tags(), TAGS_AT_ONCE, shared.interruption(), Grace.NONE, delivery::look));
    StandingRelease standing = StandingRelease.among(deliveries.all(), built, request);
    deliveries.onEach(standing.holders(), standing::examine);
    if (standing.isChosen()) {
      shared
          .log()
          .info(
              "this commit has a released version already: image:manifest publishes what stands,"
                  + " and what was built now is set aside where it differs");
    } else {
      deliveries.onEach(delivery -> refuseReleased(delivery, standing.whyNot()));
    }
  }

  private void refuseReleased(Delivery delivery, String notInstead) throws IOException {
    for (String tag : delivery.tags()) {
      Optional<Digest> named = delivery.previous(tag);
      if (named.isPresent() && !isOurs(delivery, named.get())) {
        throw new PublicationException(
            Code.PUBLICATION,
            delivery.name()
                + ":"
                + tag
                + " is a released version and names "
                + named.get()
                + ", in which what this run has built for "
                + built.graph().platforms()
                + " is not"
                + (notInstead.isEmpty() ? "" : "; " + notInstead)
                + ": publish under a new version, or delete that tag in the registry if nobody may"
                + " have used it",
            null);
      }
    }
  }

  /** Whether an image has everything that this run has built. */
  private boolean isOurs(Delivery delivery, Digest image) throws IOException {
    Optional<RawManifest> raw = delivery.store().manifest(image.toString());
    if (raw.isEmpty() || !MediaTypes.isIndex(raw.get().mediaType())) {
      return false;
    }
    Set<Digest> theirs =
        Index.parse(raw.get()).manifests().stream()
            .map(Descriptor::digest)
            .collect(Collectors.toSet());
    return built.children().stream().allMatch(child -> theirs.contains(child.raw().digest()));
  }

  private Part part(Child child, String version, @Nullable Duration buildTime) {
    Map<Digest, String> own =
        joining.layers().stream()
            .collect(
                Collectors.toMap(
                    Joining.OwnLayer::digest, Joining.OwnLayer::name, (first, same) -> first));
    return new Part(
        record.image(),
        child.descriptor(),
        joining.platforms().entrySet().stream()
            .filter(entry -> entry.getValue().equals(child.raw().digest()))
            .map(Map.Entry::getKey)
            .toList(),
        deliveries.all().stream().filter(each -> !each.failed()).map(Delivery::name).toList(),
        request.tags(),
        new Origin(record.revision(), version, record.base(), record.baseDigest()),
        Manifest.parse(child.raw()).layers().stream()
            .map(layer -> new PartLayer(layer.digest(), own.get(layer.digest())))
            .toList(),
        new IndexForm(joining.indexType(), joining.annotations()),
        buildTime);
  }
}
