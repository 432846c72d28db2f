package io.github.imagemaven.registry.testing;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What an {@link InProcessRegistry} holds. Blobs lie in files, so that they may be large. */
final class RegistryContent implements AutoCloseable {
  private final Path directory;
  private final AtomicInteger files = new AtomicInteger();
  private final Map<String, Held> repositories = new ConcurrentSkipListMap<>();

  private record Held(
      Map<Digest, Path> blobs, Map<Digest, RawManifest> manifests, Map<String, Digest> tags) {
    Held() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentSkipListMap<>());
    }
  }

  RegistryContent() throws IOException {
    directory = Files.createTempDirectory("in-process-registry");
  }

  Path newFile() {
    return directory.resolve("file" + files.incrementAndGet());
  }

  private Held held(String repository) {
    return repositories.computeIfAbsent(repository, ignored -> new Held());
  }

  void putBlob(String repository, Digest digest, Path file) {
    held(repository).blobs().put(digest, file);
  }

  Optional<Path> blob(String repository, Digest digest) {
    return Optional.ofNullable(held(repository).blobs().get(digest));
  }

  void putManifest(String repository, String selector, RawManifest manifest) {
    held(repository).manifests().put(manifest.digest(), manifest);
    if (!Digest.isValid(selector)) {
      held(repository).tags().put(selector, manifest.digest());
    }
  }

  Optional<RawManifest> manifest(String repository, String selector) {
    Digest digest =
        Digest.isValid(selector) ? Digest.of(selector) : held(repository).tags().get(selector);
    return Optional.ofNullable(digest).map(held(repository).manifests()::get);
  }

  Map<String, Digest> tags(String repository) {
    return new TreeMap<>(held(repository).tags());
  }

  /** All manifests, tagged or not. */
  List<RawManifest> manifests(String repository) {
    return List.copyOf(held(repository).manifests().values());
  }

  /** Whether nothing was ever put there, or all has gone. */
  boolean isUnknown(String repository) {
    Held held = held(repository);
    return held.blobs().isEmpty() && held.manifests().isEmpty();
  }

  boolean removeTag(String repository, String tag) {
    return held(repository).tags().remove(tag) != null;
  }

  boolean removeManifest(String repository, Digest digest) {
    held(repository).tags().values().removeIf(digest::equals);
    return held(repository).manifests().remove(digest) != null;
  }

  boolean removeBlob(String repository, Digest digest) {
    return held(repository).blobs().remove(digest) != null;
  }

  Set<String> repositories() {
    return repositories.keySet();
  }

  Set<Digest> blobs(String repository) {
    return Set.copyOf(held(repository).blobs().keySet());
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : List.copyOf(all.sorted(Comparator.reverseOrder()).toList())) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
