package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Index;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Manifest;
import io.github.imagemaven.oci.RawManifest;
import io.github.imagemaven.store.OciLayout;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** What a build left. */
final class BuiltImage {
  final BuildRecord record;
  final OciLayout layout;

  BuiltImage(BuildRequest request, BuildRecord record) {
    this.record = record;
    Path folder = request.directory().resolve(BuildRecord.LAYOUT);
    this.layout = OciLayout.at(folder, "oci:" + folder);
  }

  Index index() throws IOException {
    return Index.parse(raw(record.requireIndex()));
  }

  Manifest manifest(int number) throws IOException {
    return Manifest.parse(raw(record.manifests().get(number)));
  }

  RawManifest raw(Descriptor descriptor) throws IOException {
    RawManifest raw = layout.manifest(descriptor.digest().toString()).orElseThrow();
    return RawManifest.of(descriptor.mediaType(), raw.bytes());
  }

  ObjectNode config(int number) throws IOException {
    try (InputStream stream = layout.openBlob(manifest(number).config())) {
      return Json.parseObject(stream.readAllBytes(), "config");
    }
  }

  /** Our layers' names, from the history that a build adds. */
  List<String> layerNames() throws IOException {
    List<String> names = new ArrayList<>();
    for (var entry : config(0).path("history")) {
      String by = entry.path("created_by").asText();
      if (by.startsWith("image-maven-plugin: ")) {
        names.add(by.substring("image-maven-plugin: ".length()));
      }
    }
    return names;
  }

  private List<Descriptor> ourLayers() throws IOException {
    List<Descriptor> all = manifest(0).layers();
    return all.subList(all.size() - layerNames().size(), all.size());
  }

  Map<String, TarEntry> entries(String layer) throws IOException {
    int number = layerNames().indexOf(layer);
    if (number < 0) {
      throw new AssertionError("no layer " + layer + " in " + layerNames());
    }
    Map<String, TarEntry> entries = new LinkedHashMap<>();
    try (InputStream stream = layout.openBlob(ourLayers().get(number));
        InputStream tar = new BufferedInputStream(new GZIPInputStream(stream))) {
      TarEntry.readAll(tar).forEach(entry -> entries.put(entry.path(), entry));
    }
    return entries;
  }

  /** Paths of everything in the layer that is no folder. */
  List<String> files(String layer) throws IOException {
    return entries(layer).values().stream()
        .filter(entry -> !entry.isDirectory())
        .map(TarEntry::path)
        .toList();
  }

  /** A file of a platform's last layer. */
  String last(int number, String name) throws IOException {
    return read(number, manifest(number).layers().size() - 1).get(name).text();
  }

  /** What is in a layer, with a slash before it. */
  Set<String> paths(int number, int layer) throws IOException {
    return read(number, layer).keySet();
  }

  private Map<String, TarEntry> read(int number, int layer) throws IOException {
    Map<String, TarEntry> entries = new LinkedHashMap<>();
    try (InputStream blob = layout.openBlob(manifest(number).layers().get(layer));
        InputStream tar = new BufferedInputStream(new GZIPInputStream(blob))) {
      TarEntry.readAll(tar).forEach(e -> entries.put("/" + e.path().replaceFirst("^/", ""), e));
    }
    return entries;
  }
}
