package io.github.imagemaven.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.Platform;
import io.github.imagemaven.report.ConfigurationException;
import io.github.imagemaven.report.EnvironmentException;
import io.github.imagemaven.store.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a build made: {@code target/image/build.json}, a public format.
 *
 * @param image {@code image.name}
 * @param revision the commit it is built from; null where nobody knew
 * @param released the version that its label says it is released as; null where it is none
 * @param base the base as it was asked for
 * @param baseStore where blobs that the layout lacks can be had: a repository or {@code oci:DIR};
 *     null where there is no base
 * @param baseDigest what the base's tag named; null where there is no base
 * @param platforms what the image has
 * @param index the image, where this run built all of its platforms; else null
 * @param manifests one a built platform, with its platform
 * @param absent base blobs that are not in the layout
 * @param joining for the index of all platforms, where other runs build some; null where an older
 *     version built this
 */
public record BuildRecord(
    String image,
    @Nullable String revision,
    @Nullable String released,
    String base,
    @Nullable String baseStore,
    @Nullable Digest baseDigest,
    List<Platform> platforms,
    @Nullable Descriptor index,
    List<Descriptor> manifests,
    List<Descriptor> absent,
    @Nullable Joining joining) {
  /** The file's name below {@code target/image}. */
  public static final String FILE = "build.json";

  /** The layout's name below {@code target/image}. */
  public static final String LAYOUT = "layout";

  private static final int SCHEMA = 1;

  /** Copies the lists. */
  public BuildRecord {
    platforms = List.copyOf(platforms);
    manifests = List.copyOf(manifests);
    absent = List.copyOf(absent);
  }

  /** One that is no release and cannot be joined with other runs' platforms. */
  public BuildRecord(
      String image,
      @Nullable String revision,
      String base,
      @Nullable String baseStore,
      @Nullable Digest baseDigest,
      List<Platform> platforms,
      @Nullable Descriptor index,
      List<Descriptor> manifests,
      List<Descriptor> absent) {
    this(
        image,
        revision,
        null,
        base,
        baseStore,
        baseDigest,
        platforms,
        index,
        manifests,
        absent,
        null);
  }

  /** Writes {@code build.json} into the folder, in one step. */
  public void write(Path directory) throws IOException {
    ObjectNode node = Json.object();
    node.put("schema", SCHEMA);
    node.put("image", image);
    node.put("revision", revision);
    node.put("released", released);
    ObjectNode baseNode = node.putObject("base");
    baseNode.put("reference", base);
    baseNode.put("store", baseStore);
    baseNode.put("digest", baseDigest == null ? null : baseDigest.toString());
    var platformArray = node.putArray("platforms");
    platforms.forEach(platform -> platformArray.add(platform.toString()));
    node.set("index", index == null ? null : index.toJson());
    var manifestArray = node.putArray("manifests");
    manifests.forEach(manifest -> manifestArray.add(manifest.toJson()));
    var absentArray = node.putArray("absent");
    absent.forEach(blob -> absentArray.add(blob.toJson()));
    if (joining != null) {
      node.set("joining", joining.toJson());
    }
    WholeFile.write(directory.resolve(FILE), Json.prettyBytes(node));
  }

  /**
   * Reads {@code build.json}.
   *
   * @throws EnvironmentException where there is none, it is damaged, or it is of a schema this
   *     version does not know
   */
  public static BuildRecord read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new EnvironmentException(
          "there is no " + file + ": run image:build-multiarch before this goal", e);
    }
    try {
      return of(bytes, file);
    } catch (MalformedContentException | ConfigurationException e) {
      throw new EnvironmentException(
          file + " is damaged (" + e.getMessage() + "): run image:build-multiarch again", e);
    }
  }

  private static BuildRecord of(byte[] bytes, Path file) {
    ObjectNode node = Json.parseObject(bytes, file.toString());
    if (node.path("schema").asInt() != SCHEMA) {
      throw new EnvironmentException(
          file
              + " has schema "
              + node.path("schema")
              + ", this version reads "
              + SCHEMA
              + ": build again with the version that publishes",
          null);
    }
    List<Platform> platforms = new ArrayList<>();
    node.path("platforms").forEach(entry -> platforms.add(Platform.parse(entry.asText())));
    List<Descriptor> manifests = new ArrayList<>();
    node.path("manifests").forEach(e -> manifests.add(Descriptor.of(e, file.toString())));
    List<Descriptor> absent = new ArrayList<>();
    node.path("absent").forEach(e -> absent.add(Descriptor.of(e, file.toString())));
    String digest = node.path("base").path("digest").textValue();
    return new BuildRecord(
        node.path("image").asText(),
        node.path("revision").textValue(),
        node.path("released").textValue(),
        node.path("base").path("reference").asText(),
        node.path("base").path("store").textValue(),
        digest == null ? null : Digest.of(digest),
        platforms,
        node.path("index").isObject() ? Descriptor.of(node.get("index"), file.toString()) : null,
        manifests,
        absent,
        node.path("joining").isObject() ? Joining.of(node.get("joining"), file.toString()) : null);
  }

  /** The image. */
  public Descriptor requireIndex() {
    return Objects.requireNonNull(index, "this run built all platforms");
  }
}
