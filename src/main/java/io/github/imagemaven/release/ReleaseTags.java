package io.github.imagemaven.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run may publish.
 *
 * @param tags each once, in the order they move: versions first, {@code latest} last
 * @param version the version the image is released as, without {@code v}; null where it is none
 * @param mayPublish whether registries may be published to
 * @param mayCleanUp whether what a moved tag left behind may be removed
 * @param why one sentence, for the log
 */
public record ReleaseTags(
    List<String> tags,
    @Nullable String version,
    boolean mayPublish,
    boolean mayCleanUp,
    String why) {
  /** Copies the list. */
  public ReleaseTags {
    tags = List.copyOf(tags);
  }
}
