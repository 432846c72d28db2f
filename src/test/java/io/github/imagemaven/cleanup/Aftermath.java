package io.github.imagemaven.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has to be true of a repository after any clean-up. */
final class Aftermath {
  private final World world;
  private final ModelRegistry registry;
  private final Oracle before;

  /**
   * @param before how it was before
   */
  Aftermath(World world, Oracle before) {
    this.world = world;
    this.registry = world.registry;
    this.before = before;
  }

  /** Tags that were to move, and those that said what they hung on, may have gone with it. */
  void settleTags(Set<Digest> displaced, List<String> moving) {
    Map<String, Digest> missing = new TreeMap<>(world.expected);
    missing.keySet().removeAll(registry.tags.keySet());
    missing.forEach(
        (tag, digest) -> {
          if (FallbackTag.is(tag)) {
            // Its subject went before it, and may have been published anew since.
            Digest subject = subjectOf(tag);
            assertThat(
                    registry.deleted.contains(subject) || !registry.manifests.containsKey(subject))
                .as(tag)
                .isTrue();
          } else {
            assertThat(moving).as("the tag has gone").contains(tag);
            assertThat(displaced).as(tag).contains(digest);
          }
          world.expected.remove(tag);
        });
    assertThat(registry.tags).isEqualTo(world.expected);
  }

  private static Digest subjectOf(String tag) {
    return Digest.of("sha256:" + tag.substring(7, 71));
  }

  /** Every tag pulls in full. */
  void assertWhole() {
    Set<Digest> seen = new HashSet<>();
    List<Digest> open = new ArrayList<>(registry.tags.values());
    for (int i = 0; i < open.size(); i++) {
      RawManifest raw = registry.manifests.get(open.get(i));
      assertThat(raw).as("%s, which a tag needs", World.shown(open.get(i))).isNotNull();
      for (Digest child : registry.children(raw)) {
        if (seen.add(child)) {
          open.add(child);
        }
      }
    }
  }

  void assertUntouched(Set<Digest> displaced, Set<Digest> swept) {
    Oracle after = new Oracle(registry);
    Set<Digest> pulled = before.pulled();
    pulled.retainAll(after.pulled());
    pulled.removeAll(registry.deleted); // and published anew by another, without what was about it
    assertThat(after.all()).as("about what tags need").containsAll(before.about(pulled));
    Set<Digest> mayGo = before.widestClosure(displaced);
    Set<Digest> mayGoByAge = before.widestClosure(swept);
    for (Digest each : registry.deleted) {
      assertThat(mayGo.contains(each) || (mayGoByAge.contains(each) && !before.isYoung(each)))
          .as("%s had to stay", World.shown(each))
          .isTrue();
    }
  }

  /** What is left of what may go by age is needed by something, be it as a subject. */
  void assertSwept(Digest old, @Nullable Digest published) {
    boolean isNeeded =
        old.equals(published)
            || registry.manifests.values().stream()
                .anyMatch(
                    each ->
                        registry.children(each).contains(old)
                            || old.equals(registry.links(each).subject()));
    assertThat(!registry.manifests.containsKey(old) || isNeeded)
        .as("%s had to go", World.shown(old))
        .isTrue();
  }
}
