package io.github.imagemaven.build;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagemaven.oci.Descriptor;
import io.github.imagemaven.oci.Digest;
import io.github.imagemaven.oci.Json;
import io.github.imagemaven.oci.MalformedContentException;
import io.github.imagemaven.oci.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What {@code docker image save} writes: a tar with {@code manifest.json}, which names the config
 * and each layer, as a tar that nobody has compressed.
 *
 * <p>Source: <a href="https://github.com/moby/docker-image-spec">Docker image specification</a>
 * 1.2.
 */
final class SavedImage implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int LARGEST = 4 << 20;

  private final RandomAccessFile tar;
  private final Map<String, Entry> entries = new HashMap<>();

  /** Where the content of a file is in the archive. */
  private record Entry(long offset, long size) {}

  private SavedImage(Path archive) throws IOException {
    this.tar = new RandomAccessFile(archive.toFile(), "r");
  }

  /**
   * Writes it into a folder in the form that {@link EngineResult#read} reads, layers compressed.
   *
   * @param elsewhere layers that are left out, as they are had elsewhere, by the digests of their
   *     tars
   * @throws PlatformBuildException where it is no image
   */
  static void unpack(Path archive, Map<String, Descriptor> elsewhere, Path folder)
      throws IOException {
    try (SavedImage image = new SavedImage(archive)) {
      image.index();
      image.write(elsewhere, folder);
    } catch (MalformedContentException e) {
      throw new PlatformBuildException("Docker saved no image: " + e.getMessage(), e);
    }
  }

  /** Names of more than 100 characters, which are in entries of their own, are none of Docker's. */
  private void index() throws IOException {
    byte[] header = new byte[BLOCK];
    for (long at = 0; at + BLOCK <= tar.length(); ) {
      tar.seek(at);
      tar.readFully(header);
      if (header[0] == 0) {
        return;
      }
      long size = size(header);
      at += BLOCK;
      if (header[156] == '0' || header[156] == 0) {
        entries.put(text(header, 0, 100), new Entry(at, size));
      }
      at += (size + BLOCK - 1) / BLOCK * BLOCK;
    }
  }

  /** Octal digits, or from 8 GiB on a number with the first bit set. */
  private static long size(byte[] header) {
    if (header[124] < 0) {
      long size = 0;
      for (int i = 128; i < 136; i++) {
        size = size << 8 | (header[i] & 0xff);
      }
      return size;
    }
    String digits = text(header, 124, 12).strip();
    if (!digits.matches("[0-7]*")) {
      throw new MalformedContentException("it is no tar");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] header, int from, int length) {
    String text = new String(header, from, length, US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private void write(Map<String, Descriptor> elsewhere, Path folder) throws IOException {
    JsonNode description = Json.parse(bytes("manifest.json"), "its manifest.json").path(0);
    byte[] config = bytes(description.path("Config").asText());
    JsonNode contents = Json.parse(config, "its config").path("rootfs").path("diff_ids");
    Map<String, Descriptor> byContent = new HashMap<>(elsewhere);
    JsonNode layers = description.path("Layers");
    boolean isInOrder = layers.size() == contents.size(); // as Docker's specification has it
    for (int i = 0; i < layers.size(); i++) {
      Entry entry = entries.get(layers.path(i).asText()); // one that comes twice may be a link
      boolean isKnown = isInOrder && elsewhere.containsKey(contents.path(i).asText());
      if (entry != null && !isKnown) {
        compress(entry, folder, byContent);
      }
    }
    List<Descriptor> all = new ArrayList<>();
    for (JsonNode content : contents) {
      Descriptor layer = byContent.get(content.asText());
      if (layer == null) {
        throw new MalformedContentException("it lacks the layer " + content.asText());
      }
      all.add(layer);
    }
    EngineResult.write(folder, config, all);
  }

  private void compress(Entry entry, Path folder, Map<String, Descriptor> byContent)
      throws IOException {
    Path file = folder.resolve("layer");
    MessageDigest inside = Digest.sha256();
    MessageDigest outside = Digest.sha256();
    try (OutputStream written = new DigestOutputStream(Files.newOutputStream(file), outside);
        OutputStream gzip = new GZIPOutputStream(written, 1 << 16)) {
      tar.seek(entry.offset());
      byte[] buffer = new byte[1 << 16];
      for (long left = entry.size(); left > 0; ) {
        int count = (int) Math.min(left, buffer.length);
        tar.readFully(buffer, 0, count);
        inside.update(buffer, 0, count);
        gzip.write(buffer, 0, count);
        left -= count;
      }
    }
    Digest digest = Digest.ofSha256(outside);
    byContent.put(
        Digest.ofSha256(inside).toString(),
        Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, digest, Files.size(file)));
    Files.move(file, folder.resolve(digest.hex()), StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] bytes(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null || entry.size() > LARGEST) {
      throw new MalformedContentException("it has no " + name + " of less than 4 MiB");
    }
    byte[] bytes = new byte[(int) entry.size()];
    tar.seek(entry.offset());
    tar.readFully(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
