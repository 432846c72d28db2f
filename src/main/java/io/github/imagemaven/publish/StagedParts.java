package io.github.imagemaven.publish;

import java.util.List;

/**
 * What one of several runs has brought into its destinations, without naming it.
 *
 * @param files one a manifest
 * @param sent one a destination that did not fail
 */
public record StagedParts(List<PartFile> files, List<Sent> sent) {
  /** Copies the lists. */
  public StagedParts {
    files = List.copyOf(files);
    sent = List.copyOf(sent);
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
