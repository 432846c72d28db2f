package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a clean-up did, or would do, in one repository.
 *
 * @param repository {@code ghcr.io/acme/app}
 * @param deleted in the order it went
 * @param kept what was displaced and stays, and parts of it that stay
 * @param note what else is to be said, such as that the registry deletes nothing; null where
 *     nothing
 * @param failure why it ended early, with what to do, without the repository's name before it; null
 *     where it did not
 */
public record RepositoryCleanup(
    String repository,
    List<Item> deleted,
    List<Item> kept,
    @Nullable String note,
    @Nullable String failure) {
  /** Copies the lists. */
  public RepositoryCleanup {
    deleted = List.copyOf(deleted);
    kept = List.copyOf(kept);
  }

  /** What kind of content it is. */
  public enum Kind {
    /** An index, or an image that a tag named without one. */
    IMAGE,
    /** One platform of an index, or another manifest that an index lists. */
    CHILD,
    /** A manifest with a subject, or what lists such under a tag {@code sha256-…}. */
    REFERRER
  }

  /**
   * One manifest.
   *
   * @param digest its digest
   * @param kind what it is
   * @param tags that went with it, or before it was known that it stays
   * @param why it went or stays, a clause without full stop
   */
  public record Item(Digest digest, Kind kind, List<String> tags, String why) {
    /** Copies the list. */
    public Item {
      tags = List.copyOf(tags);
    }
  }
}
