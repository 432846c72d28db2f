package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manifests and indexes of a repository that have been read, each once: what a digest names
 * never changes. Whether it is still there is another question.
 */
final class Graph {
  /** Bounds the memory that a repository can make us use, and the depth of its indexes with it. */
  private static final long MOST_BYTES = 64L << 20;

  /** Some of those that are read ahead may turn out to be parts of others, and not be needed. */
  private static final int AHEAD = 50;

  private final Contents contents;
  private final Map<Digest, Node> nodes = new HashMap<>();
  private long bytes;
  private int requests;

  /** A manifest, and what it refers to. */
  record Node(RawManifest raw, Links links) {}

  Graph(Contents contents) {
    this.contents = contents;
  }

  /**
   * Reads it unless it has been.
   *
   * @return empty where it is not there
   * @throws io.github.imagemaven.oci.MalformedContentException where nobody knows what it refers to
   * @throws CleanupException where more has been read than is reasonable
   */
  Optional<Node> find(Digest digest) throws IOException {
    Node known = nodes.get(digest);
    if (known != null) {
      return Optional.of(known);
    }
    requests++;
    Optional<RawManifest> raw = contents.manifest(digest);
    return raw.isEmpty() ? Optional.empty() : Optional.of(add(digest, raw.get()));
  }

  /**
   * Reads what a list has, several at a time: what has tags, then what has none and is no platform
   * of what has been read. What is not there, or of no known kind, is passed over: {@link #find}
   * will tell.
   *
   * @throws CleanupException as {@link #find}
   */
  void readAhead(Listing listing) throws IOException {
    read(listing.tagged().stream().map(Entry::digest).toList());
    List<Digest> untagged = new ArrayList<>(listing.entries().keySet());
    while (!untagged.isEmpty()) {
      Set<Digest> platforms = new HashSet<>();
      for (Node node : nodes.values()) {
        node.links().children().stream()
            .filter(Links.Child::isManifest)
            .forEach(child -> platforms.add(child.digest()));
      }
      untagged.removeIf(each -> nodes.containsKey(each) || platforms.contains(each));
      List<Digest> some = List.copyOf(untagged.subList(0, Math.min(AHEAD, untagged.size())));
      read(some);
      untagged.removeAll(some);
    }
  }

  private void read(List<Digest> digests) throws IOException {
    List<Digest> unread = digests.stream().filter(each -> !nodes.containsKey(each)).toList();
    for (int i = 0; i < unread.size(); i += AHEAD) {
      List<Digest> some = unread.subList(i, Math.min(i + AHEAD, unread.size()));
      requests += some.size();
      List<Optional<RawManifest>> raws = contents.manifests(some);
      for (int j = 0; j < some.size(); j++) {
        try {
          Optional<RawManifest> raw = raws.get(j);
          if (raw.isPresent()) {
            add(some.get(j), raw.get());
          }
        } catch (MalformedContentException toBeFound) {
          bytes -= raws.get(j).orElseThrow().bytes().length;
        }
      }
    }
  }

  /**
   * Takes a manifest that was read by a tag.
   *
   * @return false where nobody knows what it refers to
   * @throws CleanupException as {@link #find}
   */
  boolean take(RawManifest raw) {
    try {
      if (!nodes.containsKey(raw.digest())) {
        add(raw.digest(), raw);
      }
      return true;
    } catch (MalformedContentException toBeFound) {
      bytes -= raw.bytes().length;
      return false;
    }
  }

  private Node add(Digest digest, RawManifest raw) {
    if (!digest.algorithm().equals(Links.ALGORITHM)) {
      throw new CleanupException(
          digest + " is no sha256, so that nobody knows what else names the same content", null);
    }
    bytes += raw.bytes().length;
    if (bytes > MOST_BYTES) {
      throw new CleanupException(
          "the manifests of this repository have more than "
              + (MOST_BYTES >> 20)
              + " MiB together, so that not all can be looked at; remove tags that nobody needs",
          null);
    }
    Node node = new Node(raw, Links.of(raw));
    nodes.put(digest, node);
    return node;
  }

  /** What has been read of it; null where nothing has. */
  @Nullable Node known(Digest digest) {
    return nodes.get(digest);
  }

  /** All that has been read. */
  Map<Digest, Node> known() {
    return nodes;
  }

  /** How often the registry was asked. */
  int requests() {
    return requests;
  }
}
