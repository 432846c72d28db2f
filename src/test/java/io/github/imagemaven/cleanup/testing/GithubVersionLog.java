package io.github.imagemaven.cleanup.testing;

import io.github.imagemaven.oci.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The versions of one package: numbers that stay, over what the registry has. */
final class GithubVersionLog {
  private final Upstream upstream;
  private final String name;
  private final StoredRepository stored;
  private final Map<Digest, Version> known = new HashMap<>();
  private final Map<Long, Version> deleted = new HashMap<>();
  private long last = 1000;

  /**
   * A version.
   *
   * @param created when it came
   * @param updated when it came last, with a tag or without
   */
  record Version(
      long id,
      String repository,
      Digest digest,
      Instant created,
      Instant updated,
      Set<String> tags) {}

  GithubVersionLog(Upstream upstream, String name) {
    this.upstream = upstream;
    this.name = name;
    this.stored = upstream.repository(name);
  }

  boolean exists() {
    return stored.exists();
  }

  /** As the registry has them now, the newest first. */
  List<Version> versions() throws IOException {
    Map<Digest, Set<String>> tags = new HashMap<>();
    Map<String, Digest> named = stored.tags();
    named.forEach((tag, of) -> tags.computeIfAbsent(of, digest -> new TreeSet<>()).add(tag));
    Map<Digest, Instant> revisions = stored.revisions();
    known.keySet().retainAll(revisions.keySet());
    List<Map.Entry<Digest, Instant>> inOrder = new ArrayList<>(revisions.entrySet());
    inOrder.sort(Map.Entry.comparingByValue());
    for (Map.Entry<Digest, Instant> each : inOrder) {
      Version before = known.get(each.getKey());
      Instant created = before == null ? each.getValue() : before.created;
      Instant updated = created.isAfter(each.getValue()) ? created : each.getValue();
      Set<String> now = tags.getOrDefault(each.getKey(), Set.of());
      long id = before == null ? ++last : before.id;
      known.put(each.getKey(), new Version(id, name, each.getKey(), created, updated, now));
    }
    return known.values().stream()
        .sorted(Comparator.comparingLong(Version::id).reversed())
        .toList();
  }

  void created(Digest digest, Instant time) throws IOException {
    versions();
    stored.created(digest, time);
    Version version = known.get(digest);
    known.put(digest, new Version(version.id, name, digest, time, time, version.tags));
  }

  void delete(Version version) throws IOException {
    upstream.delete(name, version.digest);
    for (String tag : version.tags) {
      if (version.digest.equals(stored.tags().get(tag))) {
        stored.deleteTag(tag);
      }
    }
    known.remove(version.digest);
    deleted.put(version.id, version);
  }

  boolean restore(long id) throws IOException {
    Version version = deleted.remove(id);
    if (version == null || stored.revisions().containsKey(version.digest)) {
      return false;
    }
    stored.restore(version.digest, version.created, version.tags);
    known.put(version.digest, version);
    return true;
  }
}
