package io.github.imagemaven.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.WholeFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publication did: {@code target/image/publication.json}, a public format. There is one only
 * where every tag moved that could.
 *
 * <p>A tag that was kept back, since moving it would have gone from a newer image to an older one,
 * is in {@code kept} and among no destination's tags; where there is none, the file has no {@code
 * kept}. If it was the only tag, the image is in the destinations by its digest alone.
 *
 * @param image {@code image.name}
 * @param digest what every tag in every destination names now
 * @param mediaType of what the tags name
 * @param platforms the image's platforms
 * @param destinations where it is
 * @param failed optional destinations that did not get it
 * @param kept tags that were left as they were, in all destinations
 */
public record PublicationRecord(
    String image,
    Digest digest,
    String mediaType,
    List<PlatformManifest> platforms,
    List<DestinationRecord> destinations,
    List<FailedDestination> failed,
    List<KeptTag> kept) {
  /** The file's name below {@code target/image}. */
  public static final String FILE = "publication.json";

  private static final int SCHEMA = 1;

  /** Copies the lists. */
  public PublicationRecord {
    platforms = List.copyOf(platforms);
    destinations = List.copyOf(destinations);
    failed = List.copyOf(failed);
    kept = List.copyOf(kept);
  }

  /** Of a publication that kept no tag back. */
  public PublicationRecord(
      String image,
      Digest digest,
      String mediaType,
      List<PlatformManifest> platforms,
      List<DestinationRecord> destinations,
      List<FailedDestination> failed) {
    this(image, digest, mediaType, platforms, destinations, failed, List.of());
  }

  /** Whether every tag was kept back, as where a newer commit has been published meanwhile. */
  public boolean isByDigestAlone() {
    return !kept.isEmpty() && destinations.stream().allMatch(each -> each.tags().isEmpty());
  }

  /** One platform and its manifest. */
  public record PlatformManifest(Platform platform, Digest digest) {}

  /**
   * One destination.
   *
   * @param repository {@code ghcr.io/acme/app} or {@code oci:DIR/app}
   * @param digest what its tags name
   * @param tags that name the image now, in the order they moved
   * @param uploadedBytes bytes of blobs that were sent
   * @param mountedBytes bytes of blobs that the registry took from another of its repositories
   * @param presentBytes bytes of blobs that were there
   * @param seconds how long it took, content and tags
   */
  public record DestinationRecord(
      String repository,
      Digest digest,
      List<TagRecord> tags,
      long uploadedBytes,
      long mountedBytes,
      long presentBytes,
      double seconds) {
    /** Copies the list. */
    public DestinationRecord {
      tags = List.copyOf(tags);
    }
  }

  /**
   * One tag.
   *
   * @param previous what it named before this run; null where it did not exist, or was hidden
   */
  public record TagRecord(String tag, @Nullable Digest previous) {}

  /** An optional destination that the run did without. */
  public record FailedDestination(String repository, String reason) {}

  /**
   * A tag that was not moved.
   *
   * @param reason what it names, and why it stays there
   */
  public record KeptTag(String tag, String reason) {}

  /**
   * Writes {@code publication.json} into the folder, in one step.
   *
   * @param directory made where it is not there: who joins parts has built nothing
   */
  public void write(Path directory) throws IOException {
    WholeFile.write(directory.resolve(FILE), Json.prettyBytes(toJson()));
  }

  private ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("schema", SCHEMA);
    node.put("image", image);
    node.put("digest", digest.toString());
    node.put("mediaType", mediaType);
    ArrayNode platformNodes = node.putArray("platforms");
    for (PlatformManifest entry : platforms) {
      ObjectNode child = platformNodes.addObject();
      child.put("platform", entry.platform().toString());
      child.put("digest", entry.digest().toString());
    }
    ArrayNode destinationNodes = node.putArray("destinations");
    destinations.forEach(entry -> destinationNodes.add(toJson(entry)));
    if (!failed.isEmpty()) {
      ArrayNode failedNodes = node.putArray("failedDestinations");
      for (FailedDestination entry : failed) {
        failedNodes.addObject().put("repository", entry.repository()).put("reason", entry.reason());
      }
    }
    if (!kept.isEmpty()) {
      ArrayNode keptNodes = node.putArray("kept");
      kept.forEach(
          each -> keptNodes.addObject().put("tag", each.tag()).put("reason", each.reason()));
    }
    return node;
  }

  private static ObjectNode toJson(DestinationRecord destination) {
    ObjectNode node = Json.object();
    node.put("repository", destination.repository());
    node.put("digest", destination.digest().toString());
    ArrayNode tagNodes = node.putArray("tags");
    for (TagRecord tag : destination.tags()) {
      ObjectNode tagNode = tagNodes.addObject();
      tagNode.put("tag", tag.tag());
      tagNode.put("previous", tag.previous() == null ? null : tag.previous().toString());
    }
    node.put("uploadedBytes", destination.uploadedBytes());
    node.put("mountedBytes", destination.mountedBytes());
    node.put("presentBytes", destination.presentBytes());
    node.put(
        "seconds", BigDecimal.valueOf(destination.seconds()).setScale(3, RoundingMode.HALF_UP));
    return node;
  }

  /**
   * Reads {@code publication.json}.
   *
   * @throws EnvironmentException where there is none, or it is of a schema this version does not
   *     know
   */
  public static PublicationRecord read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new EnvironmentException("there is no " + file + ": run image:push-all first", null);
    }
    ObjectNode node = Json.parseObject(Files.readAllBytes(file), file.toString());
    if (node.path("schema").asInt() != SCHEMA) {
      throw new EnvironmentException(
          file + " has schema " + node.path("schema") + ", this version reads " + SCHEMA, null);
    }
    List<PlatformManifest> platforms = new ArrayList<>();
    for (JsonNode entry : node.path("platforms")) {
      platforms.add(
          new PlatformManifest(
              Platform.parse(entry.path("platform").asText()), digest(entry.path("digest"))));
    }
    List<DestinationRecord> destinations = new ArrayList<>();
    node.path("destinations").forEach(entry -> destinations.add(destination(entry)));
    List<FailedDestination> failed = new ArrayList<>();
    for (JsonNode entry : node.path("failedDestinations")) {
      failed.add(
          new FailedDestination(entry.path("repository").asText(), entry.path("reason").asText()));
    }
    List<KeptTag> kept = new ArrayList<>();
    for (JsonNode entry : node.path("kept")) {
      kept.add(new KeptTag(entry.path("tag").asText(), entry.path("reason").asText()));
    }
    return new PublicationRecord(
        node.path("image").asText(),
        digest(node.path("digest")),
        node.path("mediaType").asText(),
        platforms,
        destinations,
        failed,
        kept);
  }

  private static DestinationRecord destination(JsonNode node) {
    List<TagRecord> tags = new ArrayList<>();
    for (JsonNode tag : node.path("tags")) {
      String previous = tag.path("previous").textValue();
      tags.add(
          new TagRecord(tag.path("tag").asText(), previous == null ? null : Digest.of(previous)));
    }
    return new DestinationRecord(
        node.path("repository").asText(),
        digest(node.path("digest")),
        tags,
        node.path("uploadedBytes").asLong(),
        node.path("mountedBytes").asLong(),
        node.path("presentBytes").asLong(),
        node.path("seconds").asDouble());
  }

  private static Digest digest(JsonNode node) {
    return Digest.of(node.asText());
  }
}
