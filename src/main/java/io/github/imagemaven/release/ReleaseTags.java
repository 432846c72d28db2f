package io.github.imagemaven.release;

import io.github.imagemaven.oci.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run may publish.
 *
 * @param tag the one that stands for the image where one name is needed; one of the tags
 * @param tags each once, at least one, in the order they move: versions first, {@code latest} last
 * @param moving those of the tags that go from one release, or from one commit of a branch, to the
 *     next and never back; {@link #succession} decides
 * @param version the version the image is released as, without {@code v}; null where it is none
 * @param mayPublish whether registries may be published to
 * @param mayCleanUp whether what a moved tag left behind may be removed
 * @param why one sentence, for the log
 * @param notes more sentences for the log, on extra tags that this run leaves out, and the like
 */
public record ReleaseTags(
    String tag,
    List<String> tags,
    List<String> moving,
    @Nullable String version,
    boolean mayPublish,
    boolean mayCleanUp,
    String why,
    List<String> notes) {
  /** Copies the lists. */
  public ReleaseTags {
    tags = List.copyOf(tags);
    moving = List.copyOf(moving);
    notes = List.copyOf(notes);
  }

  /** Whether the image is a release of a version. */
  public boolean isRelease() {
    return version != null;
  }

  /** Those of the tags that never come to name another image. */
  public List<String> immutable() {
    return tags.stream().filter(each -> Tag.isVersion(each) || each.equals(version)).toList();
  }

  /**
   * Whether a tag of this run may leave the image that it names in a registry.
   *
   * @param standing reads the labels of that image, where they are needed
   * @param committed when our commit was made; null where nobody knows
   */
  public Succession succession(
      String tag, Supplier<Map<String, String>> standing, @Nullable Instant committed) {
    if (!moving.contains(tag)) {
      return Succession.CERTAIN;
    }
    Version ours = version == null ? null : Version.parse(version);
    if (ours != null) {
      return Succession.ofVersion(ours, standing.get());
    }
    return committed == null
        ? Succession.UNKNOWN_COMMIT
        : Succession.ofCommit(tag, committed, standing.get(), Instant.now());
  }
}
