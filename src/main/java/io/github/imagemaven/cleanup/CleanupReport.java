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
import org.jspecify.annotations.Nullable;

/** What a clean-up of one repository has done so far, written into the log as it goes. */
final class CleanupReport {
  private final String repository;
  private final boolean planned;
  private final Log log;
  private final Map<Digest, Item> deleted = new LinkedHashMap<>();
  private final Map<Digest, Item> kept = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable String failure;

  /**
   * @param planned whether nothing of it happens
   */
  CleanupReport(String repository, boolean planned, Log log) {
    this.repository = repository;
    this.planned = planned;
    this.log = log;
  }

  void deleted(Digest digest, Kind kind, Collection<String> tags, String why) {
    kept.remove(digest);
    deleted.put(digest, new Item(digest, kind, tags.stream().sorted().toList(), why));
    log.info(
        repository
            + (planned ? ": would delete " : ": deleted ")
            + digest
            + ", "
            + (tags.isEmpty() ? "" : String.join(", ", tags) + ", ")
            + why);
  }

  void kept(Digest digest, Kind kind, String why) {
    Item item = new Item(digest, kind, List.of(), why);
    if (!item.equals(kept.put(digest, item))) {
      log.info(repository + ": " + digest + " stays: " + why);
    }
  }

  /** What was deleted stands again. */
  void restored(Digest digest, String why) {
    Item item = deleted.remove(digest);
    Kind kind = item == null ? Kind.CHILD : item.kind();
    kept.put(digest, new Item(digest, kind, List.of(), why));
    log.warn(repository + ": " + digest + " was deleted and is put back: " + why);
  }

  /** A sentence without full stop; each is said once. */
  void note(String sentence) {
    if (!notes.contains(sentence)) {
      notes.add(sentence);
      log.info(repository + ": " + sentence);
    }
  }

  void failure(String message) {
    failure = failure == null ? message : failure + " " + message;
  }

  RepositoryCleanup result() {
    return new RepositoryCleanup(
        repository,
        List.copyOf(deleted.values()),
        List.copyOf(kept.values()),
        notes.isEmpty() ? null : String.join("; ", notes),
        failure);
  }
}
