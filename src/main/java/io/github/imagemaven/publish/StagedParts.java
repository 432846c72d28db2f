package io.github.imagemaven.publish;

import io.github.imagemaven.publish.PublicationRecord.FailedDestination;
import java.util.List;

/**
 * What one of several runs has brought into its destinations, without naming it.
 *
 * @param files one a manifest
 * @param sent one a destination that did not fail
 * @param failed optional destinations that did not get it
 */
public record StagedParts(List<PartFile> files, List<Sent> sent, List<FailedDestination> failed) {
  /** Copies the lists. */
  public StagedParts {
    files = List.copyOf(files);
    sent = List.copyOf(sent);
    failed = List.copyOf(failed);
  }

  /**
   * What bringing it took.
   *
   * @param repository {@code ghcr.io/acme/app} or {@code oci:DIR/app}
   * @param uploadedBytes bytes of blobs that were sent
   * @param mountedBytes bytes of blobs that the registry took from another of its repositories
   * @param presentBytes bytes of blobs that were there
   */
  public record Sent(String repository, long uploadedBytes, long mountedBytes, long presentBytes) {}
}
