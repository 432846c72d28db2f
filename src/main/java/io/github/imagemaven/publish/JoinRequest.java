package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image whose platforms have been built and uploaded by several runs.
 *
 * @param publication where it goes and what it is called there, as for an image of one run; its
 *     revision is the commit that is checked out, its directory need not exist and is read for
 *     nothing but the last publication
 * @param image {@code image.name}
 * @param platforms what the image has to have ({@code image.platforms}); their order is the index's
 * @param version of the project
 * @param released the version that the image is a release of; null where it is none
 * @param parts of this image, {@link GatheredParts#of}; of all images that are there where the
 *     folder is this image's own
 */
public record JoinRequest(
    PublishRequest publication,
    String image,
    List<Platform> platforms,
    String version,
    @Nullable String released,
    PartFolder parts)
    implements ImageRequest {
  /** Copies the list. */
  public JoinRequest {
    platforms = List.copyOf(platforms);
  }
}
