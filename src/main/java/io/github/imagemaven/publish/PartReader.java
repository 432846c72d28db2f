package io.github.imagemaven.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.oci.RepositoryName;
import io.github.imagemaven.publish.Part.IndexForm;
import io.github.imagemaven.publish.Part.Origin;
import io.github.imagemaven.publish.Part.PartLayer;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.Quoted;
import io.github.imagemaven.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part file, strictly: it has come from another machine, and decides what is published.
 *
 * @param file for messages
 */
record PartReader(String file) {
  private static final String AGAIN =
      ": take the file as the run that built this platform left it, or run that build again";

  /**
   * The part.
   *
   * @throws PartsException where the bytes are none, or have been changed since they were written
   */
  Part read(byte[] bytes) {
    try {
      ObjectNode node = Json.parseObject(bytes, "it");
      requireSchema(node);
      requireUnchanged(node);
      return part(node);
    } catch (MalformedContentException | ConfigurationException e) {
      throw new PartsException(file + " is damaged (" + e.getMessage() + ")" + AGAIN, e);
    }
  }

  private void requireSchema(ObjectNode node) {
    JsonNode schema = node.path("schema");
    if (!schema.isInt() || schema.intValue() != PartFile.SCHEMA) {
      throw new PartsException(
          file
              + (schema.isMissingNode() ? " has no schema" : " has schema " + schema)
              + ", this version reads schema "
              + PartFile.SCHEMA
              + ": use the same version of this plugin to build the parts and to join them");
    }
  }

  private void requireUnchanged(ObjectNode node) {
    Digest stated = Digest.of(text(node, PartFile.CHECKSUM));
    Digest found = PartFile.checksum(node);
    if (!stated.equals(found)) {
      throw new PartsException(
          file
              + " has been changed since it was written: its content has the checksum "
              + found
              + ", it states "
              + stated
              + AGAIN);
    }
  }

  private static Part part(ObjectNode node) {
    Descriptor descriptor = Descriptor.of(node.path("descriptor"), "it");
    Platform platform = descriptor.platform();
    if (platform == null || !platform.equals(platform(node, platform))) {
      throw new MalformedContentException("its platform is not that of its descriptor");
    }
    if (!MediaTypes.isManifest(descriptor.mediaType())) {
      throw new MalformedContentException("its descriptor is of no manifest");
    }
    Descriptor plain =
        Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    if (!plain.withPlatform(platform).equals(descriptor)) { // an index of one run has none
      throw new MalformedContentException(
          "its descriptor has other members than mediaType, digest, size and platform");
    }
    List<String> repositories = texts(node, "repositories");
    repositories.stream().filter(each -> !Stores.isLayout(each)).forEach(RepositoryName::parse);
    JsonNode base = node.path("base");
    String baseDigest = optional(base, "digest");
    return new Part(
        text(node, "image"),
        descriptor,
        texts(node, "requested").stream().map(Platform::parse).toList(),
        repositories,
        texts(node, "tags"),
        new Origin(
            optional(node, "revision"),
            text(node, "version"),
            text(base, "reference"),
            baseDigest == null ? null : Digest.of(baseDigest)),
        layers(node.path("layers")),
        index(node.path("index")),
        buildTime(node.path(PartFile.MILLISECONDS)));
  }

  /** A whole number of less than a month; none in files of older versions. */
  private static @Nullable Duration buildTime(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    if (!node.isInt() || node.intValue() < 0) {
      throw new MalformedContentException(
          "its member " + PartFile.MILLISECONDS + " is no number of milliseconds");
    }
    return Duration.ofMillis(node.intValue());
  }

  /** The text has no version of an operating system. */
  private static Platform platform(ObjectNode node, Platform described) {
    Platform text = Platform.parse(text(node, "platform"));
    return new Platform(text.os(), text.architecture(), text.variant(), described.osVersion());
  }

  private static List<PartLayer> layers(JsonNode nodes) {
    List<PartLayer> layers = new ArrayList<>();
    for (JsonNode node : nodes) {
      layers.add(new PartLayer(Digest.of(text(node, "digest")), optional(node, "name")));
    }
    return layers;
  }

  private static IndexForm index(JsonNode node) {
    String mediaType = text(node, "mediaType");
    if (!MediaTypes.isIndex(mediaType)) {
      throw new MalformedContentException("the mediaType of its index is of no index");
    }
    Map<String, String> annotations = new TreeMap<>();
    JsonNode entries = node.path("annotations");
    entries
        .properties()
        .forEach(each -> annotations.put(each.getKey(), annotation(entries, each.getKey())));
    return new IndexForm(mediaType, annotations);
  }

  /** Any text, also none: the POM has it so. */
  private static String annotation(JsonNode node, String key) {
    String text = node.path(key).textValue();
    if (text == null) {
      throw new MalformedContentException("the member " + key + " of its annotations is no text");
    }
    return text;
  }

  private static List<String> texts(JsonNode node, String member) {
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : node.path(member)) {
      texts.add(line(entry.textValue(), member));
    }
    if (texts.isEmpty()) {
      throw new MalformedContentException("its list of " + member + " is empty or missing");
    }
    return texts;
  }

  private static String text(JsonNode node, String member) {
    return line(node.path(member).textValue(), member);
  }

  private static @Nullable String optional(JsonNode node, String member) {
    String text = node.path(member).textValue();
    return text == null ? null : line(text, member);
  }

  /** One, since messages say it. */
  private static String line(@Nullable String text, String member) {
    if (text == null || text.isBlank()) {
      throw new MalformedContentException("its member " + member + " is empty or missing");
    }
    if (!Quoted.isPlain(text)) {
      throw new MalformedContentException(
          "its member " + member + " is not one line of plain text");
    }
    return text;
  }
}
