package io.github.imagemaven.ci;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.PublicationRecord.DestinationRecord;
import io.github.imagemaven.publish.PublicationRecord.TagRecord;
import io.github.imagemaven.publish.StagedParts.Sent;
import io.github.imagemaven.store.Stores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One destination of an image.
 *
 * @param repository {@code ghcr.io/acme/app} or {@code oci:DIR/app}
 * @param digest what it holds; null where nothing was published
 * @param tags that name it there, in the order they moved; none where it is there by digest only
 * @param uploadedBytes bytes of blobs that were sent
 * @param mountedBytes bytes of blobs that the registry took from another of its repositories
 * @param presentBytes bytes of blobs that were there
 */
public record DestinationReport(
    String repository,
    @Nullable Digest digest,
    List<String> tags,
    long uploadedBytes,
    long mountedBytes,
    long presentBytes) {
  /** Copies the list, and checks that the repository is one: its name goes into commands. */
  public DestinationReport {
    if (!Stores.isLayout(repository)) {
      repository = RepositoryName.parse(repository).toString();
    }
    tags = List.copyOf(tags);
  }

  /** A destination that nothing was sent to, or not yet. */
  public static DestinationReport planned(String repository) {
    return new DestinationReport(repository, null, List.of(), 0, 0, 0);
  }

  /** What {@code publication.json} says of it. */
  public static DestinationReport of(DestinationRecord record) {
    return new DestinationReport(
        record.repository(),
        record.digest(),
        record.tags().stream().map(TagRecord::tag).toList(),
        record.uploadedBytes(),
        record.mountedBytes(),
        record.presentBytes());
  }

  /** One that was given parts of an image, which another run joins. */
  public static DestinationReport of(Sent sent) {
    return new DestinationReport(
        sent.repository(),
        null,
        List.of(),
        sent.uploadedBytes(),
        sent.mountedBytes(),
        sent.presentBytes());
  }

  /** Whether bytes of the image are there. */
  boolean isGiven() {
    return uploadedBytes + mountedBytes + presentBytes > 0;
  }

  /** Bytes that did not have to be sent. */
  public long reusedBytes() {
    return mountedBytes + presentBytes;
  }

  /** Whether it is a directory. */
  public boolean isLayout() {
    return Stores.isLayout(repository);
  }

  /** Whether it is in the registry of this name. */
  public boolean isAt(String host) {
    return !isLayout() && RepositoryName.parse(repository).host().equals(host);
  }
}
