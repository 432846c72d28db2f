package io.github.imagemaven.cleanup;

import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A repository in memory, which tells of each request before and after it. */
final class ModelRegistry implements Holdings, Contents {
  /**
   * How it behaves.
   *
   * @param whole whether it lists what has no tag, with times
   * @param referrersApi whether it has the referrers API
   * @param checksReferences whether it refuses an index whose children are not there
   * @param protects whether it keeps a manifest that an index lists, as Docker Hub and Harbor do
   */
  record Traits(boolean whole, boolean referrersApi, boolean checksReferences, boolean protects) {}

  /** A request of the clean-up. */
  record Request(String kind, String what) {
    @Override
    public String toString() {
      return kind + " " + what.replaceAll("sha256:(.{8}).*", "$1");
    }
  }

  final Traits traits;
  final Map<Digest, RawManifest> manifests = new LinkedHashMap<>();
  final Map<Digest, Instant> touched = new HashMap<>();
  final Map<String, Digest> tags = new TreeMap<>();
  final Map<Digest, byte[]> configs = new HashMap<>();
  final Set<Digest> deleted = new LinkedHashSet<>();
  final List<String> orphaned = new ArrayList<>();
  final List<Request> requests = new ArrayList<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  Consumer<Request> before = request -> {};
  Consumer<Request> after = request -> {};

  /** Told of each manifest that is taken, and of the tag if it has one. */
  BiConsumer<RawManifest, @Nullable String> pushed = (manifest, tag) -> {};

  /** What keeps a deletion from being done at once. */
  enum Hindrance {
    NONE,
    /** It has to be sent again later. */
    LIMIT,
    /** The same, where it was done, and nobody heard of it. */
    LOST
  }

  Supplier<Hindrance> hindrances = () -> Hindrance.NONE;
  Function<Entry, Deletion> deleting = entry -> Deletion.DONE;
  int refused;
  int calledOff;
  int restored;

  /** How many manifests a list has handed on that could be made use of. */
  int read;

  private final Map<Digest, Links> links = new HashMap<>();

  ModelRegistry(Traits traits) {
    this.traits = traits;
  }

  // ---- what others do

  /** Whether it was taken. */
  boolean put(RawManifest manifest) {
    if (traits.checksReferences()
        && children(manifest).stream().anyMatch(child -> !manifests.containsKey(child))) {
      return false;
    }
    manifests.put(manifest.digest(), manifest);
    touched.put(manifest.digest(), now);
    pushed.accept(manifest, null);
    return true;
  }

  boolean tag(String tag, RawManifest manifest) {
    boolean taken = put(manifest);
    if (taken) {
      tags.put(tag, manifest.digest());
      pushed.accept(manifest, tag);
    }
    return taken;
  }

  RawManifest image(String name, String salt) {
    return manifest(Made.config(name, salt), null);
  }

  RawManifest manifest(byte[] config, @Nullable RawManifest subject) {
    configs.put(Digest.ofBytes(config), config);
    return Made.manifest(config, subject);
  }

  /** Read once. */
  Links links(RawManifest manifest) {
    return links.computeIfAbsent(manifest.digest(), each -> Links.of(manifest));
  }

  List<Digest> children(RawManifest manifest) {
    return links(manifest).children().stream().map(Links.Child::digest).toList();
  }

  /** Manifests that it has with this subject. */
  Stream<RawManifest> about(Digest subject) {
    return manifests.values().stream().filter(each -> subject.equals(links(each).subject()));
  }

  Set<String> tagsOf(Digest digest) {
    Set<String> names = new HashSet<>();
    tags.forEach(
        (tag, named) -> {
          if (named.equals(digest)) {
            names.add(tag);
          }
        });
    return names;
  }

  // ---- what the clean-up asks

  private void ask(String kind, Object what) {
    Request request = new Request(kind, what.toString());
    requests.add(request);
    before.accept(request);
  }

  private void answered() {
    after.accept(requests.get(requests.size() - 1));
  }

  @Override
  public String way() {
    return "the model";
  }

  @Override
  public Listing list() {
    ask("list", "");
    List<Entry> entries = new ArrayList<>();
    for (Digest digest : manifests.keySet()) {
      Set<String> names = tagsOf(digest);
      if (traits.whole() || !names.isEmpty()) {
        entries.add(new Entry(digest, names, traits.whole() ? touched.get(digest) : null));
      }
    }
    return Listing.of(entries, traits.whole(), traits.whole() ? now : null);
  }

  @Override
  public boolean listsUntagged() {
    return traits.whole();
  }

  /** One that asks for each tag has read what it names. */
  @Override
  public Listing listReading(Predicate<RawManifest> reader) {
    Listing listing = list();
    if (!traits.whole()) {
      read +=
          (int)
              listing.entries().keySet().stream()
                  .flatMap(each -> manifest(each).stream())
                  .filter(reader)
                  .count();
    }
    return listing;
  }

  @Override
  public void checkBudget(int lists, int reads, int deletions) {}

  @Override
  public Deletion delete(Entry entry, Asker asker) {
    ask("delete", entry.digest());
    Hindrance hindrance = hindrances.get();
    if (hindrance == Hindrance.LOST) {
      Deletion answer = remove(entry);
      if (answer.outcome() != Deletion.Outcome.DONE) {
        return answer;
      }
    }
    if (hindrance != Hindrance.NONE) {
      ask("wait", entry.digest());
      Optional<String> objection = objection(asker);
      if (objection.isPresent()) {
        calledOff++;
        return Deletion.calledOff(objection.get());
      }
    }
    Deletion answer = remove(entry);
    if (answer.outcome() == Deletion.Outcome.DONE) {
      answered();
    }
    return answer;
  }

  private static Optional<String> objection(Asker asker) {
    try {
      return asker.objection();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Deletion remove(Entry entry) {
    Deletion answer = deleting.apply(entry);
    if (answer.outcome() != Deletion.Outcome.DONE) {
      refused++;
      return answer;
    }
    if (manifests.containsKey(entry.digest())) {
      List<RawManifest> parents =
          manifests.values().stream()
              .filter(each -> children(each).contains(entry.digest()))
              .toList();
      if (traits.protects() && !parents.isEmpty()) {
        requests.add(new Request("refused", entry.digest().toString()));
        return Deletion.kept("another image refers to it");
      }
      parents.forEach(parent -> orphaned.add(entry.digest() + " before " + parent.digest()));
      manifests.remove(entry.digest());
      tags.values().removeIf(entry.digest()::equals);
      deleted.add(entry.digest());
    }
    return Deletion.DONE;
  }

  @Override
  public void restore(RawManifest manifest, Set<String> lost) {
    ask("restore", manifest.digest());
    restored++;
    if (!put(manifest)) {
      throw new CleanupException("a child of " + manifest.digest() + " is not there", null);
    }
    lost.forEach(tag -> tag(tag, manifest));
    answered();
  }

  @Override
  public Optional<RawManifest> manifest(Digest digest) {
    ask("manifest", digest);
    return Optional.ofNullable(manifests.get(digest));
  }

  @Override
  public List<Optional<RawManifest>> manifests(List<Digest> digests) {
    return digests.stream().map(this::manifest).toList();
  }

  @Override
  public boolean has(Digest digest) {
    ask("has", digest);
    return manifests.containsKey(digest);
  }

  @Override
  public Optional<Digest> named(String tag) {
    ask("named", tag);
    return Optional.ofNullable(tags.get(tag));
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    if (!traits.referrersApi()) {
      return Optional.empty();
    }
    ask("referrers", subject);
    return Optional.of(about(subject).map(RawManifest::descriptor).toList());
  }

  @Override
  public Map<String, String> labels(Descriptor config) {
    ask("labels", config.digest());
    return labels(config.digest());
  }

  private Map<String, String> labels(Digest config) {
    String name =
        Json.parseObject(configs.get(config), "config")
            .path("config")
            .path("Labels")
            .path(OwnLabels.NAME)
            .asText();
    return name.isEmpty() ? Map.of() : Map.of(OwnLabels.NAME, name);
  }

  /** What a manifest's label says. */
  String name(Links links) {
    return labels(links.config().digest()).getOrDefault(OwnLabels.NAME, "");
  }
}
