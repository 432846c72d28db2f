package io.github.imagemaven.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.layer.TarStream;
import io.github.imagemaven.load.FedProcess.Input;
import io.github.imagemaven.oci.BlobSource;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An image as {@code docker load} takes it from its standard input, written while it is read.
 *
 * <p>It is what {@code docker save} of Docker 25 and later writes: an archive in Docker's own form,
 * whose {@code manifest.json} every Docker reads, and an OCI layout, by which one that keeps images
 * in containerd's store knows the image by our manifest's digest. The documents come last: an
 * archive that breaks off is no image.
 *
 * <p>Sources: <a href="https://github.com/moby/docker-image-spec/blob/v1.3.1/v1.3.md">Docker's
 * image specification</a>, "Combined Image JSON + Filesystem Changeset Format"; <a
 * href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">image-spec, image
 * layout</a>.
 *
 * @param name {@code quickstart:latest}
 * @param held how many of the lowest layers are left out
 * @param isLayout whether it is an OCI layout as well
 */
record ImageArchive(DeskImage image, String name, int held, boolean isLayout) implements Input {
  private static final String BLOBS = "blobs/";

  /** The bytes of the layers that are sent. */
  long size() {
    return sent().stream().mapToLong(Descriptor::size).sum();
  }

  private List<Descriptor> sent() {
    List<Descriptor> layers = image.layers();
    return layers.subList(Math.min(held, layers.size()), layers.size());
  }

  /** Gets what has to be fetched, before an engine is kept waiting for it. */
  void prepare() throws IOException {
    for (Descriptor layer : sent()) {
      image.source(layer).prepare();
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    TarStream tar = new TarStream(out);
    Set<Digest> written = new HashSet<>();
    for (Descriptor layer : sent()) {
      if (written.add(layer.digest())) {
        add(tar, layer);
      }
    }
    add(tar, image.configBlob());
    if (isLayout) {
      byte[] manifest = image.raw().bytes();
      tar.add(path(image.raw().digest()), manifest);
      tar.add("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
      tar.add("index.json", Json.bytes(index()));
    }
    tar.add("manifest.json", Json.bytes(JsonNodeFactory.instance.arrayNode().add(manifest())));
    tar.finish();
  }

  private void add(TarStream tar, Descriptor blob) throws IOException {
    BlobSource source = image.source(blob);
    source.prepare();
    try (InputStream in = source.open()) {
      tar.add(path(blob.digest()), blob.size(), in);
    }
  }

  private static String path(Digest digest) {
    return BLOBS + digest.toString().replace(':', '/');
  }

  private ObjectNode manifest() {
    ObjectNode node = Json.object();
    node.put("Config", path(image.configBlob().digest()));
    node.putArray("RepoTags").add(name);
    ArrayNode layers = node.putArray("Layers");
    image.layers().forEach(layer -> layers.add(path(layer.digest())));
    return node;
  }

  /** Under the names that containerd goes by, and other readers of layouts. */
  private ObjectNode index() {
    Descriptor named =
        image
            .raw()
            .descriptor()
            .withAnnotations(
                Map.of(
                    "io.containerd.image.name",
                    "docker.io/" + (name.contains("/") ? "" : "library/") + name,
                    "org.opencontainers.image.ref.name",
                    name.substring(name.lastIndexOf(':') + 1)));
    ObjectNode node = Json.object();
    node.put("schemaVersion", 2);
    node.putArray("manifests").add(named.toJson());
    return node;
  }
}
