package io.github.imagemaven.publish;

import io.github.imagemaven.oci.Tag;
import java.util.Locale;
import java.util.Set;

/**
 * What holds for some of the tags of a request.
 *
 * @param immutable stand for a release and are published once: pre-releases such as {@code
 *     1.2.3-rc.1}, where the run has them. Those of the form X.Y.Z are immutable whether they are
 *     here or not, and a {@code -SNAPSHOT} never is
 * @param moving follow releases or a branch, such as {@code latest} and {@code 1.2}, so that the
 *     guard is asked before they leave another image; not those that are immutable
 * @param guard asked for them
 */
public record TagRules(Set<String> immutable, Set<String> moving, TagGuard guard) {
  /** Versions X.Y.Z are immutable, and everything else moves. */
  public static final TagRules STANDARD = new TagRules(Set.of(), Set.of(), TagGuard.NONE);

  /** Copies the sets. */
  public TagRules {
    immutable = Set.copyOf(immutable);
    moving = Set.copyOf(moving);
  }

  /** Whether a tag is published once and never comes to name another image. */
  boolean isImmutable(String tag) {
    boolean snapshot = tag.toUpperCase(Locale.ROOT).endsWith("-SNAPSHOT");
    return Tag.isVersion(tag) || (immutable.contains(tag) && !snapshot);
  }

  /** Whether the guard is asked. */
  boolean isGuarded(String tag) {
    return moving.contains(tag) && !isImmutable(tag);
  }
}
