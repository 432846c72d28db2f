package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.layer.Layer;
import io.github.imagemaven.layer.LayerEntry;
import io.github.imagemaven.layer.LayerWriter;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.OciLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes bases in a layout: real layers, configs with fields that no code of ours knows. */
final class TestBase {
  static final String TAG = "17";

  final OciLayout layout;
  final List<Descriptor> children = new ArrayList<>();
  String layerType = MediaTypes.OCI_LAYER_GZIP;
  boolean docker;

  /** In the layers, which differ by it. */
  String said = "";

  TestBase(Path directory) {
    this.layout = OciLayout.at(directory, "oci:" + directory);
  }

  /** A base for amd64 and arm64, with an attestation and entries of other kinds in its index. */
  static TestBase usual(Path directory) throws IOException {
    TestBase base = new TestBase(directory);
    base.add("linux/amd64", config -> {});
    base.add("linux/arm64", config -> config.put("variant", "v8"));
    base.addAttestation();
    base.children.add(
        Descriptor.of("application/vnd.acme.policy+json", Digest.ofBytes(new byte[] {1}), 1));
    base.finish();
    return base;
  }

  /** Adds an image to the index. */
  Descriptor add(String platform, Consumer<ObjectNode> change) throws IOException {
    Platform parsed = Platform.parse(platform);
    Descriptor child = addManifest(config(parsed, change)).withPlatform(parsed);
    children.add(child);
    return child;
  }

  static ObjectNode config(Platform platform, Consumer<ObjectNode> change) {
    ObjectNode config = Json.object();
    config.put("architecture", platform.architecture());
    config.put("os", platform.os());
    if (platform.variant() != null) {
      config.put("variant", platform.variant());
    }
    config.put("created", "2020-02-02T02:02:02Z");
    config.put("author", "somebody");
    config.putObject("x-acme").put("answer", 42);
    ObjectNode inner = config.putObject("config");
    ArrayNode env = inner.putArray("Env");
    env.add("PATH=/opt/java/bin:/usr/bin").add("JAVA_HOME=/opt/java").add("LANG=C.UTF-8");
    inner.putArray("Entrypoint").add("/entry.sh");
    inner.putArray("Cmd").add("jshell");
    inner.putObject("Labels").put("vendor", "acme").put("version", "1");
    inner.putObject("ExposedPorts").putObject("22/tcp");
    inner.put("x-unknown", "stays");
    change.accept(config);
    return config;
  }

  Descriptor addManifest(ObjectNode config) throws IOException {
    String what = config.path("architecture").asText() + config.path("variant").asText() + said;
    LayerEntry file =
        new LayerEntry(
            "/opt/java/release",
            new LayerEntry.Content.Bytes(what.getBytes(StandardCharsets.UTF_8)),
            0644,
            0,
            0);
    Path temporary = layout.temporaryFile();
    Layer layer = new LayerWriter(Instant.EPOCH).write("base", List.of(file), layerType, temporary);
    layout.adopt(temporary, layer.descriptor());
    ObjectNode rootfs = config.putObject("rootfs");
    rootfs.put("type", "layers").putArray("diff_ids").add(layer.diffId().toString());
    ArrayNode history = config.putArray("history");
    history.addObject().put("created_by", "ADD jre").put("created", "2020-02-02T02:02:02Z");
    history.addObject().put("created_by", "ENV PATH").put("empty_layer", true);
    byte[] bytes = Json.bytes(config);
    Descriptor blob =
        Descriptor.of(
            docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG,
            Digest.ofBytes(bytes),
            bytes.length);
    layout.putBlob(blob, () -> new ByteArrayInputStream(bytes), List.of());
    RawManifest manifest =
        new Manifest(
                docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
                blob,
                List.of(layer.descriptor()))
            .toRaw();
    layout.putManifest(manifest);
    return manifest.descriptor();
  }

  /** What BuildKit puts beside each image. */
  void addAttestation() throws IOException {
    Descriptor image = children.get(0);
    children.add(
        new Descriptor(
            MediaTypes.OCI_MANIFEST,
            Digest.ofBytes(new byte[] {2}),
            1,
            new Platform("unknown", "unknown", null, null),
            List.of(),
            Map.of(
                "vnd.docker.reference.type",
                "attestation-manifest",
                "vnd.docker.reference.digest",
                image.digest().toString())));
  }

  /** Writes the index and names it. */
  RawManifest finish() throws IOException {
    RawManifest index =
        new Index(docker ? MediaTypes.DOCKER_LIST : MediaTypes.OCI_INDEX, children, Map.of())
            .toRaw();
    layout.putManifest(index);
    layout.tag(TAG, index);
    return index;
  }

  BaseReference reference() {
    return reference(TAG);
  }

  BaseReference reference(@Nullable String tag) {
    return new BaseReference.InLayout(layout.directory(), tag, null);
  }
}
