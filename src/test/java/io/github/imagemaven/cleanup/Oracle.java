package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a clean-up may and must do, told by the plainest means from all that a registry holds: begin
 * with all that may go, and take out what a rule keeps until no rule keeps more.
 */
final class Oracle {
  private final ModelRegistry registry;
  private final Map<Digest, RawManifest> manifests;
  private final Map<String, Digest> tags;
  private final Map<Digest, Instant> touched;
  private final boolean seesSubjects;
  private final boolean whole;
  private final Instant now;

  /** As it stands now. */
  Oracle(ModelRegistry registry) {
    this.registry = registry;
    manifests = new LinkedHashMap<>(registry.manifests);
    tags = new TreeMap<>(registry.tags);
    touched = new HashMap<>(registry.touched);
    whole = registry.traits.whole();
    seesSubjects = whole || registry.traits.referrersApi();
    now = registry.now;
  }

  private Set<Digest> children(Digest digest) {
    RawManifest raw = manifests.get(digest);
    return raw == null ? Set.of() : Set.copyOf(registry.children(raw));
  }

  private @Nullable Digest subject(Digest digest) {
    return registry.links(manifests.get(digest)).subject();
  }

  private Set<String> tagsOf(Digest digest) {
    return tags.entrySet().stream()
        .filter(each -> each.getValue().equals(digest))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  boolean isYoung(Digest digest) {
    return touched.get(digest).isAfter(now.minus(Duration.ofDays(7)));
  }

  /**
   * Untagged, old, and of this name by its label or that of its first platform.
   *
   * @param losingTags whether tags may be lost before anybody looks
   */
  Set<Digest> leftBefore(String image, boolean losingTags) {
    return manifests.keySet().stream()
        .filter(each -> losingTags || tagsOf(each).isEmpty())
        .filter(each -> !isYoung(each) && isOf(image, each))
        .collect(Collectors.toSet());
  }

  private boolean isOf(String image, Digest digest) {
    Links links = registry.links(manifests.get(digest));
    if (links.isIndex()) {
      return links.children().stream()
          .filter(each -> each.isPlatform() && each.isManifest())
          .map(Links.Child::digest)
          .findFirst()
          .filter(manifests::containsKey)
          .filter(each -> isOf(image, each))
          .isPresent();
    }
    return registry.name(links).equals(image);
  }

  Set<Digest> all() {
    return manifests.keySet();
  }

  /** All that would be of no use without these. */
  Set<Digest> closure(Set<Digest> images) {
    return closure(images, seesSubjects);
  }

  /** The same, with what is about them and can be seen only while somebody's tag names it. */
  Set<Digest> widestClosure(Set<Digest> images) {
    return closure(images, true);
  }

  private Set<Digest> closure(Set<Digest> images, boolean withSubjects) {
    Set<Digest> closure = new HashSet<>();
    Queue<Digest> open = new ArrayDeque<>(images);
    for (Digest next = open.poll(); next != null; next = open.poll()) {
      if (!manifests.containsKey(next) || !closure.add(next)) {
        continue;
      }
      open.addAll(children(next));
      for (Digest each : manifests.keySet()) {
        Digest about = next;
        if ((withSubjects && about.equals(subject(each)))
            || tagsOf(each).stream().anyMatch(tag -> FallbackTag.isOf(tag, about))) {
          open.add(each);
        }
      }
    }
    return closure;
  }

  /** What has to go where a publication displaced these and no time goes by. */
  Set<Digest> going(Set<Digest> displaced, @Nullable Digest published, Set<String> moving) {
    Set<Digest> closure = closure(displaced);
    Set<Digest> going = new HashSet<>(closure);
    going.removeAll(pushedAgain(displaced, published));
    Set<Digest> wanted = subjectsOfTagged(displaced, moving);
    boolean changes = true;
    while (changes) {
      Queue<Digest> roots = new ArrayDeque<>(wanted);
      for (Digest each : manifests.keySet()) {
        boolean isKnown = whole || closure.contains(each) || !tagsOf(each).isEmpty();
        if (isKnown && !going.contains(each)) {
          roots.add(each);
        }
      }
      if (published != null) {
        roots.add(published);
      }
      Set<Digest> kept = below(roots);
      changes =
          going.removeIf(each -> kept.contains(each) || isKept(each, going, displaced, moving));
    }
    return going;
  }

  /** Parts that somebody pushed once more, since a publication or not long ago. */
  private Set<Digest> pushedAgain(Set<Digest> displaced, @Nullable Digest published) {
    Set<Digest> all = below(new ArrayDeque<>(displaced));
    Set<Digest> again = new HashSet<>();
    for (Digest each : whole ? all : Set.<Digest>of()) {
      List<Digest> parents =
          all.stream()
              .filter(manifests::containsKey)
              .filter(up -> children(up).contains(each))
              .toList();
      Instant at = touched.get(each);
      if (manifests.containsKey(each) && !parents.isEmpty()) {
        boolean isLater = parents.stream().allMatch(up -> at.isAfter(touched.get(up)));
        boolean isSince =
            published != null
                && manifests.containsKey(published)
                && at.isAfter(touched.get(published));
        if (isSince || (isLater && isYoung(each))) {
          again.add(each);
        }
      }
    }
    return again;
  }

  private Set<Digest> subjectsOfTagged(Set<Digest> displaced, Set<String> moving) {
    Set<Digest> subjects = new HashSet<>();
    for (Digest each : manifests.keySet()) {
      if (hasOwnTag(each, displaced, moving)) {
        for (Digest next = subject(each);
            next != null && manifests.containsKey(next);
            next = subject(next)) {
          subjects.add(next);
        }
      }
    }
    return subjects;
  }

  /** Without any, the list is not believed. */
  boolean hasTags() {
    return !tags.isEmpty();
  }

  /** Whether what tags are about, though it has none itself, still has all that it lists. */
  boolean areSubjectsComplete(Set<Digest> displaced, Set<String> moving) {
    return subjectsOfTagged(displaced, moving).stream().allMatch(this::isComplete);
  }

  private boolean hasOwnTag(Digest digest, Set<Digest> displaced, Set<String> moving) {
    return tagsOf(digest).stream()
        .anyMatch(
            tag ->
                (!FallbackTag.is(tag) || FallbackTag.isOf(tag, digest))
                    && !(moving.contains(tag) && displaced.contains(digest)));
  }

  private Set<Digest> below(Queue<Digest> open) {
    Set<Digest> reached = new HashSet<>();
    for (Digest next = open.poll(); next != null; next = open.poll()) {
      if (reached.add(next)) {
        open.addAll(children(next));
      }
    }
    return reached;
  }

  private boolean isKept(
      Digest digest, Set<Digest> going, Set<Digest> displaced, Set<String> moving) {
    Digest subject = subject(digest);
    boolean isAboutWhatStays =
        subject != null && manifests.containsKey(subject) && !going.contains(subject);
    boolean hangsOnOthers =
        tagsOf(digest).stream()
            .filter(FallbackTag::is)
            .anyMatch(tag -> going.stream().noneMatch(each -> FallbackTag.isOf(tag, each)));
    return isAboutWhatStays || hangsOnOthers || hasOwnTag(digest, displaced, moving);
  }

  boolean isComplete(Digest digest) {
    return manifests.keySet().containsAll(below(new ArrayDeque<>(Set.of(digest))));
  }

  /** All that the ordinary tags reach. */
  Set<Digest> pulled() {
    Queue<Digest> open = new ArrayDeque<>();
    tags.forEach(
        (tag, digest) -> {
          if (!FallbackTag.is(tag)) {
            open.add(digest);
          }
        });
    return below(open);
  }

  /** What is about them. */
  Set<Digest> about(Set<Digest> subjects) {
    return manifests.keySet().stream()
        .filter(each -> subjects.contains(subject(each)))
        .collect(Collectors.toSet());
  }

  boolean isWhole() {
    return whole;
  }
}
