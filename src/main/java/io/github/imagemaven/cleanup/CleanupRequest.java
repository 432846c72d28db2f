package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.registry.Repository;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One repository, and what may have become needless in it.
 *
 * @param repository of a registry
 * @param image {@code image.name}, by which untagged images are known to be this one's
 * @param published what the publication's tags name now, which must stand there before anything
 *     goes; null where none published in this run
 * @param tags of the publication that existed before it, so that every list of the repository's
 *     tags has them; empty where they are about to move
 * @param displaced what they named before, each once, the one displaced last at the end
 * @param moving tags that are about to move away from what is displaced ({@code
 *     image.cleanup.order=before}), and do not keep it; empty where they have moved
 * @param sweep whether what no publication of this run displaced may go, too, where the registry
 *     lists it, it is this image's and it is old enough
 * @param minAge how old that must be at least
 * @param keep how many of the images displaced last stay
 */
public record CleanupRequest(
    Repository repository,
    String image,
    @Nullable Digest published,
    List<String> tags,
    List<Digest> displaced,
    List<String> moving,
    boolean sweep,
    Duration minAge,
    int keep) {
  /** Copies the lists. */
  public CleanupRequest {
    tags = List.copyOf(tags);
    displaced = List.copyOf(displaced);
    moving = List.copyOf(moving);
  }
}
