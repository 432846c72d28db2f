package io.github.imagemaven.registry;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RepositoryName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of a host's tags besides what they were seen to name: when that was; what this run
 * asked them to name, which may be seen later than what it asked for next; and which could not be
 * seen.
 */
final class TagMemory {
  private final Map<String, Set<Optional<Digest>>> asked = new ConcurrentHashMap<>();
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> looked = new ConcurrentHashMap<>();
  private final Time time;

  TagMemory(Time time) {
    this.time = time;
  }

  /**
   * Notes what a tag is about to be asked to name.
   *
   * @param named empty where it is to be deleted
   */
  void ask(RepositoryName repository, String tag, Optional<Digest> named) {
    asked.computeIfAbsent(key(repository, tag), any -> ConcurrentHashMap.newKeySet()).add(named);
  }

  /** Whether this run has asked for it, so that it is nobody else's doing. */
  boolean isAsked(RepositoryName repository, String tag, Optional<Digest> named) {
    return asked.getOrDefault(key(repository, tag), Set.of()).contains(named);
  }

  /** Whether this run has asked for any change of the tag. */
  boolean isAsked(RepositoryName repository, String tag) {
    return asked.containsKey(key(repository, tag));
  }

  /** Notes that a tag could not be seen: it may name anything, or not exist. */
  void hide(RepositoryName repository, String tag) {
    hidden.add(key(repository, tag));
    looked.put(key(repository, tag), time.now());
  }

  /** Notes that it is known what a tag names, or that it does not exist. */
  void show(RepositoryName repository, String tag) {
    hidden.remove(key(repository, tag));
    looked.put(key(repository, tag), time.now());
  }

  /** When a tag was last looked at; now where it never was. */
  Instant looked(RepositoryName repository, String tag) {
    return looked.getOrDefault(key(repository, tag), time.now());
  }

  boolean isHidden(RepositoryName repository, String tag) {
    return hidden.contains(key(repository, tag));
  }

  private static String key(RepositoryName repository, String tag) {
    return repository.path() + ":" + tag;
  }
}
