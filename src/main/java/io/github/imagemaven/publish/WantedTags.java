package io.github.imagemaven.publish;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** The tags that are to name an image in one destination, and those of them that are kept back. */
final class WantedTags {
  private static final String KEPT = "kept";

  private final Map<String, String> kept = new ConcurrentSkipListMap<>();
  private final Set<String> keptBefore = new CopyOnWriteArraySet<>();
  private volatile List<String> tags;

  WantedTags(List<String> tags) {
    this.tags = tags;
  }

  /** Without those that are kept back. */
  List<String> tags() {
    return tags;
  }

  synchronized void keep(String tag, String why) {
    kept.put(tag, why);
    tags = tags.stream().filter(each -> !each.equals(tag)).toList();
  }

  /** Those that are kept back, and why. */
  Map<String, String> kept() {
    return Collections.unmodifiableMap(kept);
  }

  /** Whether an earlier delivery of the same run has kept it back. */
  boolean wasKept(String tag) {
    return keptBefore.contains(tag);
  }

  /** For {@link #resume}, in types of the JDK. */
  void addTo(Map<String, String> memory) {
    memory.put(KEPT, String.join(" ", kept.keySet()));
  }

  /** Remembers what an earlier delivery of the same run has kept back. */
  void resume(Map<String, String> memory) {
    keptBefore.addAll(List.of(memory.getOrDefault(KEPT, "").split(" ")));
  }
}
