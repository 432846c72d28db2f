package io.github.imagemaven.cleanup;

import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.RawManifest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifests and indexes of a repository that have been read, each once: what a digest names
 * never changes. Whether it is still there is another question.
 */
final class Graph {
  /** Bounds the memory that a repository can make us use, and the depth of its indexes with it. */
  private static final long MOST_BYTES = 64L << 20;

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
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    bytes += raw.get().bytes().length;
    if (bytes > MOST_BYTES) {
      throw new CleanupException(
          "the manifests of this repository have more than "
              + (MOST_BYTES >> 20)
              + " MiB together, so that not all can be looked at; remove tags that nobody needs",
          null);
    }
    Node node = new Node(raw.get(), Links.of(raw.get()));
    nodes.put(digest, node);
    return Optional.of(node);
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
