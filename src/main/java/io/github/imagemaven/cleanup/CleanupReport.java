package io.github.imagemaven.cleanup;

import io.github.imagemaven.cleanup.RepositoryCleanup.Item;
import io.github.imagemaven.cleanup.RepositoryCleanup.Kind;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.report.Log;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a clean-up of one repository has done so far. What goes is written into the log as it goes,
 * and nowhere else: whoever is killed in the middle has said what is gone.
 */
final class CleanupReport {
  private final String repository;
  private final boolean planned;
  private final Set<String> moved;
  private final Log log;
  private final Map<Digest, Item> deleted = new LinkedHashMap<>();
  private final Map<Digest, Item> kept = new LinkedHashMap<>();
  private final Map<Digest, Set<String>> untagged = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable String failure;

  /**
   * @param log told of what goes, and of what is put back, as it happens
   */
  static CleanupReport of(String repository, Log log) {
    return new CleanupReport(repository, false, List.of(), log);
  }

  /**
   * Of what is not done.
   *
   * @param moved tags that will have moved by the time that it is done, and go with nothing
   */
  static CleanupReport planned(String repository, Collection<String> moved, Log log) {
    return new CleanupReport(repository, true, moved, log);
  }

  private CleanupReport(String repository, boolean planned, Collection<String> moved, Log log) {
    this.moved = Set.copyOf(moved);
    this.repository = repository;
    this.planned = planned;
    this.log = log;
  }

  void deleted(Digest digest, Kind kind, Collection<String> tags, String why) {
    kept.remove(digest);
    List<String> names = tags.stream().filter(each -> !moved.contains(each)).sorted().toList();
    deleted.put(digest, new Item(digest, kind, names, why));
    log.info(
        repository
            + (planned ? ": would delete " : ": deleted ")
            + digest
            + (names.isEmpty() ? "" : " with " + String.join(", ", names))
            + ": "
            + why);
  }

  /** A tag went before its manifest, which may stay. */
  void untagged(Digest digest, String tag) {
    untagged.computeIfAbsent(digest, each -> new TreeSet<>()).add(tag);
    log.info(repository + ": deleted the tag " + tag + " of " + digest);
  }

  void kept(Digest digest, Kind kind, String why) {
    kept.put(digest, new Item(digest, kind, List.of(), why));
  }

  /** Of what is deleted its tags are said to have gone with it. */
  private void sayWhatWentBefore(Digest digest, Set<String> tags) {
    String went =
        (tags.size() == 1 ? "its tag " : "its tags ")
            + String.join(", ", tags)
            + (tags.size() == 1 ? " was" : " were")
            + " deleted before that was known";
    Item item = kept.get(digest);
    if (item != null) {
      Item with = new Item(digest, item.kind(), List.copyOf(tags), item.why() + "; " + went);
      kept.put(digest, with);
    } else if (!deleted.containsKey(digest)) {
      note(digest + " may be there yet; " + went);
    }
  }

  /** What was deleted stands again. */
  void restored(Digest digest, String why) {
    Item item = deleted.remove(digest);
    Kind kind = item == null ? Kind.CHILD : item.kind();
    kept.put(digest, new Item(digest, kind, List.of(), why));
    log.warn(repository + ": " + digest + " was deleted and is put back: " + why);
  }

  /** The registry deleted it though nobody asked for that, and it stands again. */
  void taken(Digest digest, String why) {
    kept.put(digest, new Item(digest, Kind.CHILD, List.of(), why));
    String what =
        "the registry took along " + digest + ", which stays: " + why + "; it is put back";
    log.warn(repository + ": " + what);
    note(what);
  }

  /** A sentence without full stop; each counts once. */
  void note(String sentence) {
    if (!notes.contains(sentence)) {
      notes.add(sentence);
    }
  }

  /** Without the repository's name; what comes first says why it ended. */
  void failure(String message) {
    String what = withoutName(message);
    String end = failure == null || failure.endsWith(".") ? " " : ". ";
    failure = failure == null ? what : failure + end + what;
  }

  /** The repository's name is what messages of the registry begin with. */
  String withoutName(String message) {
    String name = repository + ": ";
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }

  RepositoryCleanup result() {
    untagged.forEach(this::sayWhatWentBefore);
    return new RepositoryCleanup(
        repository,
        List.copyOf(deleted.values()),
        List.copyOf(kept.values()),
        notes.isEmpty() ? null : String.join("; ", notes),
        failure);
  }
}
