package io.github.imagemaven.cleanup;

import io.github.imagemaven.build.OwnLabels;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.store.BlobMissingException;
import java.io.IOException;
import java.util.Optional;

/** Knows images of one name by the label that this plugin alone sets. */
final class OwnImages {
  private final Graph graph;
  private final Contents contents;
  private final String image;

  /**
   * @param image {@code image.name}
   */
  OwnImages(Graph graph, Contents contents, String image) {
    this.graph = graph;
    this.contents = contents;
    this.image = image;
  }

  /** Whether its config, or that of its first platform, says so; what cannot be read does not. */
  boolean isOurs(Graph.Node node) throws IOException {
    try {
      Optional<Graph.Node> platform = node.links().isIndex() ? first(node) : Optional.of(node);
      if (platform.isEmpty() || platform.get().links().config() == null) {
        return false;
      }
      return image.equals(contents.labels(platform.get().links().config()).get(OwnLabels.NAME));
    } catch (MalformedContentException | BlobMissingException e) {
      return false;
    }
  }

  /** BuildKit puts attestations beside the images, of the platform unknown/unknown. */
  private Optional<Graph.Node> first(Graph.Node index) throws IOException {
    for (Links.Child child : index.links().children()) {
      if (child.isManifest() && child.isPlatform()) {
        return graph.find(child.digest());
      }
    }
    return Optional.empty();
  }
}
