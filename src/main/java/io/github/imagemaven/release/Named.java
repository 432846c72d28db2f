package io.github.imagemaven.release;

import io.github.imagemaven.oci.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What a run stands for, before any extra tag.
 *
 * @param tag the image's
 * @param version null where it is no release
 * @param takesLatest whether {@code latest} among the extra tags is for such a run
 * @param isMoving whether the tag itself follows a branch and never goes back
 * @param mayPublish as in {@link ReleaseTags}
 * @param mayCleanUp as in {@link ReleaseTags}
 * @param why as in {@link ReleaseTags}
 */
record Named(
    String tag,
    @Nullable Version version,
    boolean takesLatest,
    boolean isMoving,
    boolean mayPublish,
    boolean mayCleanUp,
    String why) {
  static final String TAG_FORM =
      "1 to 128 letters, digits, '_', '.' or '-', not beginning with '.' or '-'";

  /** Whether a tag stands for a release, this one or another. */
  boolean isOfVersion(String tag) {
    return Tag.isVersion(tag) || (version != null && tag.equals(version.toString()));
  }

  /** A release: its own tag stands for ever. */
  static Named release(Version version, boolean mayPublish, String why) {
    boolean takesLatest = !version.isPreRelease();
    return new Named(version.toString(), version, takesLatest, false, mayPublish, false, why);
  }

  /** A branch that {@code latest} follows. */
  static Named latest(String why) {
    return new Named(Tag.LATEST, null, true, true, true, true, why);
  }

  /**
   * The image of this name, and that of the version it is released as, which {@code latest} then
   * goes by; so does this name, which never goes back to an older release.
   */
  Named releasing(Version released, String why) {
    boolean withLatest = !released.isPreRelease();
    return new Named(tag, released, withLatest, true, mayPublish, mayCleanUp, why);
  }

  /** The same under this name, which goes back as little as the event's own. */
  Named following(Named event) {
    return new Named(tag, version, takesLatest, event.isMoving, mayPublish, mayCleanUp, why);
  }

  /** No release. */
  static Named other(String tag, boolean takesLatest, boolean mayPublish, String why) {
    return new Named(tag, null, takesLatest, false, mayPublish, false, why);
  }
}
